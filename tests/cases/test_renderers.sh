#!/usr/bin/env bash
# Promise 5: PNG and SVG show one picture, as librsvg draws the SVG; and what a strict reader asks of
# the SVG: it is well-formed, no id stands twice, every rule is of this map only.
. "$2/tests/support/shell.sh"

# librsvg sets its own glyphs on fractions of a pixel: edges of letters differ a little. Measured on
# the maps below: the mean is near 0.10 of 255, and no pixel is off by more than a quarter of the
# range. A line of text that stands elsewhere gives 500 such pixels in a million.
most_mean=0.20
most_far=20

for tool in rsvg-convert xmllint cc pkg-config; do
    command -v "$tool" >/dev/null || {
        printf 'skipped: there is no %s\n' "$tool"
        exit 77
    }
done
# shellcheck disable=SC2046
cc -O2 -o compare_pictures "$source_folder/tests/support/compare_pictures.c" \
    $(pkg-config --cflags --libs cairo) || wrong 'the program that compares pictures does not build'

# look FILE: the picture and the text of FILE.svg.
look() {
    local difference
    expect 0 rsvg-convert --zoom 2 -o theirs.png "$1.svg"
    difference=$(./compare_pictures theirs.png "$1.png") ||
        wrong "$1: the pictures are not of one size"
    printf '%s: %s\n' "$1" "$difference"
    awk -v mean="$most_mean" -v far="$most_far" '{ exit !($1 <= mean && $2 <= far) }' \
        <<<"$difference" || wrong "$1: PNG and SVG differ: mean and far off are $difference"

    expect 0 xmllint --noout --nonet "$1.svg"
    empty err
    grep -oE ' id="[^"]*"' "$1.svg" | sort | uniq -d >twice
    [ ! -s twice ] || wrong "$1: an id stands twice: $(head -n 1 twice)"

    local id
    id=$(grep -oE '<svg [^>]*id="[^"]*"' "$1.svg" | grep -oE ' id="[^"]*"' | cut -d '"' -f 2)
    [ -n "$id" ] || wrong "$1: the root has no id"
    # Each rule is of the root, nested in one of the root, or ends with the root.
    sed -n '/^<style type="text\/css">$/,/^<\/style>$/p' "$1.svg" | sed '1d;$d' >rules
    [ "$(wc -l <rules)" -gt 10 ] || wrong "$1: too few rules to tell"
    awk -v id="$id" '
        $0 == "#" id "{" { nested = 1; next }
        $0 == "}" { nested = 0; next }
        nested || index($0, "#" id "{") == 1 || index($0, " #" id "{") > 0 { next }
        index($0, "@font-face{font-family:" id "-font") == 1 || /^@supports\([^{]*\)\{$/ { next }
        { print }' rules >strays
    [ ! -s strays ] || wrong "$1: a rule that leaks: $(head -n 1 strays)"
    sed 's/url(data:font\/woff2;base64,[A-Za-z0-9+/=]*)//g' "$1.svg" |
        grep -qE '@import|url\(|<script|<!ENTITY|javascript:' && wrong "$1: refers to something outside"
    grep -qE ' (xlink:)?href="[^#]' "$1.svg" && wrong "$1: refers to something outside"
    grep -oE '(aria-labelledby|href)="[^"]*"' "$1.svg" | cut -d '"' -f 2 | tr -d '#' | tr ' ' '\n' |
        while read -r reference; do
            grep -qF " id=\"$reference\"" "$1.svg" || echo "$reference"
        done >loose
    [ ! -s loose ] || wrong "$1: no element has the id $(head -n 1 loose)"
}

for view in karabakh corridor region; do
    for date in 1992-05-09 2020-11-10 2023-09-20; do
        expect 0 "$mapgen" render "$karabakh" --view $view --date $date \
            -o $view-$date.svg -o $view-$date.png
        look $view-$date
    done
done
for language in az hy ru; do
    expect 0 "$mapgen" render "$karabakh" --date 2020-12-01 --lang $language \
        -o $language.svg -o $language.png
    look $language
done
expect 0 "$mapgen" render "$small" --date 2020-03-01 -o small.svg -o small.png
look small

finish
