#!/usr/bin/env bash
# What docs/recipes.md says of LibreOffice Writer, tried.
. "$2/tests/support/shell.sh"
. "$2/tests/support/recipes.sh"

for tool in soffice pandoc pdftoppm python3 cc pkg-config; do
    command -v "$tool" >/dev/null || {
        printf 'skipped: there is no %s\n' "$tool"
        exit 77
    }
done
export HOME=$work
prepare_recipes
recipe 'LibreOffice Writer'
cd tree/out/recipes && ln -s "$work/find_picture" . || exit 1
expect 0 "$mapgen" render "$karabakh" --date 2020-11-09 --layout report --scale 4 -o other-day.png

member report.odt 'Pictures/*.svg' | cmp -s - map.svg || wrong 'ODT: the SVG is not the map'
[ "$(pdfimages -list writer/report.pdf | wc -l)" = 2 ] || wrong 'Writer: the map has become pixels'
# As in test_recipes.sh. Measured: 2.2, and 10,200 far off; where halos cover the letters (profile web)
# 7.0, and 41,900.
expect 0 pdftoppm -r 288 -png -singlefile writer/report.pdf writer/report
shows writer/report.png map.png 4 20000 || wrong 'Writer: the map is not what it was'
shows writer/report.png other-day.png 4 20000 && wrong 'Writer: any map would do'
finish
