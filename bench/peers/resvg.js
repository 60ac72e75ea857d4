#!/usr/bin/env node
// PNG files beside all SVG files of a folder, with resvg.
//
//     resvg.js FOLDER
const fs = require('fs');
const { Resvg } = require('@resvg/resvg-js');

const NOTO = '/usr/share/fonts/truetype/noto';
const font = {
  loadSystemFonts: false,
  fontFiles: [`${NOTO}/NotoSans-Regular.ttf`, `${NOTO}/NotoSans-Bold.ttf`],
  defaultFontFamily: 'Noto Sans',
};
const folder = process.argv[2];
for (const name of fs.readdirSync(folder).filter((entry) => entry.endsWith('.svg'))) {
  const image = new Resvg(fs.readFileSync(`${folder}/${name}`), { font }).render();
  fs.writeFileSync(`${folder}/${name.replace(/svg$/, 'png')}`, image.asPng());
}
