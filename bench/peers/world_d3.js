#!/usr/bin/env node
// The world with d3-geo: SVG of every district, or of the countries that they dissolve to.
//
//     world_d3.js STATES.shp OUT.svg [dissolve]
const fs = require('fs');
const shapefile = require('shapefile');
const d3 = require('d3-geo');
const { topology } = require('topojson-server');
const { merge } = require('topojson-client');

const [states, out, dissolve] = process.argv.slice(2);
const WIDTH = 4000;
const HEIGHT = 2000;
const COLOURS = ['#8dd3c7', '#ffffb3', '#bebada', '#fb8072', '#80b1d3', '#fdb462', '#b3de69'];
const HALF_EARTH_M = 17243959; // of the Equal Earth projection, from the middle to the side

const projection = d3.geoEqualEarth()
  .scale(6371008.8 / (2 * HALF_EARTH_M / WIDTH)).translate([WIDTH / 2, HEIGHT / 2]);
const path = d3.geoPath(projection).digits(2);

function countriesOf(collection) {
  const topo = topology({ states: collection });
  const held = new Map();
  for (const state of topo.objects.states.geometries) {
    const code = state.properties.adm0_a3;
    if (!held.has(code))
      held.set(code, []);
    held.get(code).push(state);
  }
  return [...held.values()].map((parts) =>
    ({ type: 'Feature', properties: parts[0].properties, geometry: merge(topo, parts) }));
}

async function main() {
  const collection =
    await shapefile.read(states, states.replace(/shp$/, 'dbf'), { encoding: 'utf8' });
  const features = dissolve ? countriesOf(collection) : collection.features;
  const lines = [`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><g stroke="#555" stroke-width=".5">`];
  for (const feature of features)
    lines.push(`<path class="${feature.properties.adm0_a3}" fill="${COLOURS[feature.properties.c]}" d="${path(feature)}"/>`);
  lines.push('</g></svg>');
  fs.writeFileSync(out, lines.join('\n'));
}

main();
