#!/usr/bin/env bash
# Promise 8: any number of maps can stand in one HTML page: no id is in two of them, and twenty of
# them, of all dates, views, layouts, languages and styles, with a sheet, look like the twenty files.
. "$2/tests/support/shell.sh"
. "$2/tests/support/chromium.sh"

expect 0 "$mapgen" series "$small" -o maps
expect 0 "$mapgen" series "$karabakh" --view corridor --from 2020-10-01 --to 2020-11-30 -o maps
render() {
    expect 0 "$mapgen" render "$small" "${@:2}" -o "maps/$1.svg"
}
for layout in mobile square slide bare; do
    render $layout --date 2020-03-01 --layout $layout
done
for style in dark print-grey wikipedia; do
    render $style --date 2020-03-12 --style $style
done
render russian --date 2020-03-12 --lang ru
render both --date 2020-03-01 --dark-style dark
render since --date 2020-03-12 --since 2020-02-01
render inline --date 2022-01-01 --profile inline --id-prefix mine
expect 0 "$mapgen" render "$source_folder/tests/support/persian/persian.yaml" --date 2020-03-01 \
    -o maps/persian.svg
expect 0 "$mapgen" sheet "$small" --dates 2020-03-01,2020-03-12,2022-01-01 -o maps/sheet.svg
find maps -name '*.svg' | sort >all

while read -r file; do
    grep -oE ' id="[^"]+"' "$file" | sort -u
done <all | sort | uniq -d >twice
[ ! -s twice ] || {
    wrong 'ids that stand in two maps:'
    head -n 5 twice
}
while read -r file; do
    grep -oE '@font-face\{font-family:[^;]+' "$file" | sort -u
done <all | sort | uniq -d >twice
[ ! -s twice ] || wrong "letters of two maps under one name: $(head -n 1 twice)"

# An id of one's own; maps of a series still differ.
grep -q '<svg [^>]* id="mine"' maps/inline.svg || wrong '--id-prefix is not the id of the map'
expect 0 "$mapgen" series "$small" --id-prefix mine -o named
[ "$(cat named/*/*.svg | grep -oE '<svg [^>]* id="mine-[^"]+"' | sort -u | wc -l)" -eq \
    "$(find named -name '*.svg' | wc -l)" ] || wrong '--id-prefix gives two maps of a series one id'
expect 2 "$mapgen" render "$small" --date 2020-03-01 --id-prefix '1 a' -o -
has err '--id-prefix'

need_chromium
build_compare
head -n 200 all | shuf -n 20 --random-source=<(yes) | sort >twenty
grep -q sheet twenty || { sed -i '1d' twenty && echo maps/sheet.svg >>twenty; }
[ "$(wc -l <twenty)" -eq 20 ] || wrong "$(wc -l <twenty) maps instead of 20"

# Each in a box of its own, as a part of the page and as a picture from its file.
page() {
    printf '<!DOCTYPE html><meta charset="utf-8"><style>body{margin:0;font:30px serif;color:red;'
    printf 'letter-spacing:3px;fill:lime}div{height:1000px;width:1200px;overflow:hidden}'
    printf 'svg,img{display:block}</style>\n'
    while read -r file; do
        printf '<div>'
        "$1" "$file"
        printf '</div>\n'
    done <twenty
}
as_picture() {
    printf '<img src="%s">' "$1"
}
page cat >inlined.html
page as_picture >pictures.html
shoot inlined.html inlined.png 1200 20000
shoot pictures.html pictures.png 1200 20000
difference=$(./compare_pictures inlined.png pictures.png) || wrong 'the pages are not of one size'
printf 'twenty maps inlined, and as files: %s\n' "$difference"
[ "$difference" = '0.000 0' ] || wrong "maps look other in a page: mean and far off are $difference"
[ "$(stat -c %s inlined.png)" -gt 300000 ] || wrong 'next to nothing is drawn'
finish
