#!/usr/bin/env node
// The common job with d3-geo and topojson: SVG, one topology for all dates.
//
//     common_d3.js DATA OUT [FIRST LAST]      numbers of dates, 0 to 35
//
// d3 knows the sphere only: its conic's scale is set so that the map is as wide as the others'.
const fs = require('fs');
const shapefile = require('shapefile');
const d3 = require('d3-geo');
const { topology } = require('topojson-server');
const { merge, mesh } = require('topojson-client');

const [data, out, first = 0, last = 35] = process.argv.slice(2);
const WIDTH = 1600;
const HEIGHT = 1200;
const COLOURS = { AZE: '#7fb2d9', ARM: '#e9a36b', NK: '#c9746b', PK: '#9bbf85' };
const FONT = 'font-family="Noto Sans"';
const HALO = 'fill="#111" stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"';

const projection = d3.geoConicConformal()
  .parallels([39.2, 40.5]).rotate([-46.2, 0]).center([0, 39.85])
  .scale(6371008.8 / (342000 / WIDTH)).translate([WIDTH / 2, HEIGHT / 2])
  .clipExtent([[-10, -10], [WIDTH + 10, HEIGHT + 10]]);
const path = d3.geoPath(projection).digits(2);

const read = (name) =>
  shapefile.read(`${data}/${name}.shp`, `${data}/${name}.dbf`, { encoding: 'utf8' });
const pathOf = (collection) =>
  path({ type: 'GeometryCollection', geometries: collection.features.map((f) => f.geometry) });
const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

function placesOf(collection) {
  return collection.features.map((place) => {
    const [x, y] = projection(place.geometry.coordinates);
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" stroke-width="1"/>` +
      `<text x="${(x + 6).toFixed(1)}" y="${(y + 5).toFixed(1)}">${escaped(place.properties.name)}</text>`;
  }).join('\n');
}

function areasOf(topo, month) {
  const held = {};
  for (const district of topo.objects.districts.geometries)
    (held[district.properties[month]] ||= []).push(district);
  return Object.entries(held).map(([holder, districts]) =>
    `<path id="h-${holder}" class="holder" fill="${COLOURS[holder]}" d="${path(merge(topo, districts))}">` +
    `<title>${holder}</title></path>`).join('\n');
}

async function main() {
  const [neighbours, districts, disputed, places] =
    await Promise.all(['neighbours', 'districts', 'disputed', 'places'].map(read));
  const dates = fs.readFileSync(`${data}/dates.csv`, 'utf8').trim().split('\n').slice(1)
    .map((row) => row.split(',')[1]);
  const topo = topology({ districts });
  const still = {
    neighbours: pathOf(neighbours),
    districts: path(mesh(topo, topo.objects.districts, (a, b) => a !== b)),
    disputed: pathOf(disputed),
    places: placesOf(places),
  };
  for (let k = +first; k <= +last; k++) {
    const month = `h${String(k).padStart(2, '0')}`;
    const outline = path(mesh(topo, topo.objects.districts,
      (a, b) => a === b || a.properties[month] !== b.properties[month]));
    fs.writeFileSync(`${out}/${month.slice(1)}.svg`,
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><title>${dates[k]}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#f7f5ef"/>
<path id="neighbours" d="${still.neighbours}" fill="#d9d9d9" stroke="#9a9a9a" stroke-width=".8"/>
<g id="holders">
${areasOf(topo, month)}
</g>
<path id="districts" d="${still.districts}" fill="none" stroke="#555" stroke-opacity=".5" stroke-width=".5"/>
<path id="outline" d="${outline}" fill="none" stroke="#222" stroke-width="2" stroke-linejoin="round"/>
<path id="disputed" d="${still.disputed}" fill="none" stroke="#a00" stroke-width="1.5" stroke-dasharray="6 4"/>
<g id="places" ${FONT} font-size="14" ${HALO}>
${still.places}
</g>
<text x="30" y="50" ${FONT} font-weight="bold" font-size="28" ${HALO}>${dates[k]}</text>
</svg>
`);
  }
}

main();
