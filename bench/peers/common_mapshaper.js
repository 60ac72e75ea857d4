#!/usr/bin/env node
// The common job with mapshaper: SVG. One process, which reads and projects once; for each date it
// dissolves, takes the lines between holders, and writes.
//
//     common_mapshaper.js DATA OUT [FIRST LAST]      numbers of dates, 0 to 35
const fs = require('fs');
const { runCommands } = require('mapshaper');

const [data, out, first = 0, last = 35] = process.argv.slice(2);
const PAGE = '-171000,-128250,171000,128250';
const BEYOND = '-176000,-133250,176000,133250'; // what is drawn ends here, off the page
const LCC = '+proj=lcc +lat_1=39.2 +lat_2=40.5 +lat_0=39.85 +lon_0=46.2 +datum=WGS84 +units=m';
const COLOURS = '{AZE:"#7fb2d9",ARM:"#e9a36b",NK:"#c9746b",PK:"#9bbf85"}';

const dates = fs.readFileSync(`${data}/dates.csv`, 'utf8').trim().split('\n').slice(1)
  .map((row) => row.split(',')[1]);
const files = ['neighbours', 'districts', 'disputed', 'places'].map((name) => `${data}/${name}.shp`);
const commands = [
  `-quiet -i ${files.join(' ')} combine-files encoding=utf8`,
  `-proj '${LCC}' target=*`,
  `-clip bbox=${BEYOND} target=neighbours,districts,disputed`,
  '-style fill=#d9d9d9 stroke=#9a9a9a stroke-width=0.8 target=neighbours',
  '-lines target=districts + name=borders',
  '-style stroke=#555555 stroke-width=0.5 stroke-opacity=0.5 target=borders',
  "-style stroke=#aa0000 stroke-width=1.5 stroke-dasharray='6 4' target=disputed",
  '-filter true + target=places name=dots',
  '-style r=3 fill=#111111 stroke=#ffffff stroke-width=1 target=dots',
  "-labels text=name font-family='Noto Sans' font-size=14 label-pos=e dx=6 fill=#111111" +
  ' halo-width=2 halo-color=#ffffff target=places',
  `-rectangle bbox=${PAGE} name=paper`,
  '-style fill=#f7f5ef target=paper',
];
for (let k = +first; k <= +last; k++) {
  const month = `h${String(k).padStart(2, '0')}`;
  commands.push(
    `-dissolve ${month} target=districts + name=holders`,
    `-each 'did=${month}' target=holders`,
    `-style fill='${COLOURS}[${month}]' target=holders`,
    '-lines target=holders + name=outline',
    '-style stroke=#222222 stroke-width=2 target=outline',
    `-labels coordinates=-164500,115000 text=${dates[k]} font-family='Noto Sans' font-weight=bold` +
    ' font-size=28 text-anchor=start halo-width=2 halo-color=#ffffff + name=caption',
    `-o ${out}/${month.slice(1)}.svg svg-bbox=${PAGE} width=1600 height=1200 margin=0 id-field=did` +
    ' target=paper,neighbours,holders,borders,outline,disputed,dots,places,caption',
    '-drop target=holders,outline,caption');
}
runCommands(commands.join(' ')).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
