#!/usr/bin/env bash
# An SVG that moves, in Chromium: stopped at a moment it shows the map of that moment, and readers
# who asked for less motion are shown the last.
. "$2/tests/support/shell.sh"
. "$source_folder/tests/support/chromium.sh"
need_chromium
build_compare

autumn=(--from 2020-09-27 --to 2020-12-14)
expect 0 "$mapgen" animate "$karabakh" "${autumn[@]}" -o autumn.svg
expect 0 "$mapgen" series "$karabakh" "${autumn[@]}" --view karabakh -o maps
mapfile -t days < <(find maps -name '*.svg' | sort)

# shot SVG FILE [OPTION...]: what Chromium shows of it, on a page of the class $theme.
theme=light
shot() {
    local svg=$1 file=$2
    shift 2
    { printf '<!DOCTYPE html><body class="%s" style="margin:0">' $theme && cat "$svg"; } >page.html
    shoot page.html "$file" 800 600 --force-device-scale-factor=1 "$@"
}

# stopped SECONDS: the SVG at that moment.
stopped() {
    local id
    id=$(grep -oE '<svg [^>]*' autumn.svg | grep -oE ' id="[^"]*"' | cut -d '"' -f 2)
    sed "s|^</style>|#$id>g{animation-delay:-$1s !important;animation-play-state:paused !important}&|" \
        autumn.svg
}

# same FILE WANTED WHAT. Measured: at most 0.001 of 255 on average, no pixel far off; another map is
# 1 off on average, and thousands of pixels in a million.
same() {
    local difference
    difference=$(./compare_pictures "$1" "$2") || wrong "$3: the sizes differ"
    printf '%s: %s\n' "$3" "$difference"
    awk '{ exit !($1 <= 0.02 && $2 == 0) }' <<<"$difference" || wrong "$3 is not shown: $difference"
}

# Maps have 2 seconds each.
for number in 3 10; do
    stopped $((number * 2 - 1)) >stopped.svg
    shot stopped.svg stopped.png
    shot "${days[number - 1]}" wanted.png
    same stopped.png wanted.png "map $number"
done
stopped 5 >stopped.svg
shot stopped.svg stopped.png --force-prefers-reduced-motion
shot "${days[-1]}" wanted.png
same stopped.png wanted.png 'the last map, with less motion'

# On a dark page, what is drawn by reference is dark, too.
theme=dark
dark=(--dark-style dark)
expect 0 "$mapgen" animate "$karabakh" "${autumn[@]}" "${dark[@]}" -o autumn.svg
expect 0 "$mapgen" render "$karabakh" --date 2020-10-04 --since 2020-10-03 "${dark[@]}" -o wanted.svg
stopped 5 >stopped.svg
shot stopped.svg stopped.png
shot wanted.svg wanted.png
same stopped.png wanted.png 'map 3, dark'

finish
