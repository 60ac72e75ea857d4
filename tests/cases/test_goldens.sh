#!/usr/bin/env bash
# The small projects in every layout, style and language, and as a sheet, byte for byte as in
# tests/golden/maps. When the drawing changes on purpose, look at the new maps, renew the files
#
#     tests/cases/test_goldens.sh --renew build/mapgen
#
# and commit them with the change. Their profiles have no fonts of their own. Where lines break and
# labels stand follows from the fonts, so fonts.sha256 beside them tells with which they were made:
# with others a difference is no failure.
renew=false
if [ "$1" = --renew ]; then
    renew=true
    set -- "$(realpath "$2")" "$(realpath "$(dirname "$0")/../..")"
fi
. "$2/tests/support/shell.sh"
left=$OLDPWD/goldens-that-differ
golden=$source_folder/tests/golden/maps
persian=$source_folder/tests/support/persian/persian.yaml
by_hand=$source_folder/tests/support/small/by-hand.yaml

draw() {
    expect 0 "$mapgen" render "$1" --date "$2" --profile inline -o "$3.svg" "${@:4}"
}
for layout in article mobile report square slide print bare; do
    draw "$small" 2020-03-01 layout-$layout --layout $layout
done
for style in print-grey dark wikipedia; do
    draw "$small" 2020-03-01 style-$style --style $style
done
draw "$small" 2020-03-12 language-ru --lang ru
draw "$small" 2020-03-12 language-en-US-ru --lang en-US,ru
draw "$persian" 2020-03-01 language-fa
draw "$by_hand" 2021-05-31 by-hand --view south --graticule
expect 0 "$mapgen" sheet "$small" --dates 2020-03-01,2020-03-12,2022-01-01 \
    --profile wikimedia -o sheet.svg
expect 0 "$mapgen" diff "$small" --from 2020-03-12 --to 2022-01-01 --profile inline -o diff.svg

grep -oE '/[^"]+\.[ot]tf' "$source_folder/styles/article.css" | sort -u | xargs sha256sum >fonts.sha256

if $renew; then
    [ "$failures" -eq 0 ] || finish
    mkdir -p "$golden"
    rm -f "$golden"/*.svg
    cp ./*.svg fonts.sha256 "$golden"
    printf 'renewed: %s\n' "$golden"
    exit 0
fi

# Elements one a line and no longer than a screen is wide.
readable() {
    sed 's/></>\n</g' "$1" | cut -c 1-160
}
differing=0
for map in *.svg; do
    cmp -s "$map" "$golden/$map" && continue
    mkdir -p "$left"
    cp "$map" "$left/$map"
    diff -u --label "golden/maps/$map" --label "$left/$map" <(readable "$golden/$map") \
        <(readable "$map") | head -n 30
    printf '%s is not the golden file\n' "$map"
    differing=$((differing + 1))
done
for map in "$golden"/*.svg; do
    [ -e "${map##*/}" ] || wrong "${map##*/}: nothing draws this golden file"
done
if [ "$differing" -gt 0 ]; then
    if cmp -s fonts.sha256 "$golden/fonts.sha256"; then
        wrong "$differing maps are not as they were"
    else
        printf 'skipped: the fonts are not those that the golden files were made with\n'
    fi
fi
finish
