#!/usr/bin/env bash
# A map in Persian: the PNG and the SVG show one picture in librsvg, which orders and shapes text with
# Pango as we do, and in Chromium, which does not; lines of mixed scripts run to the left; what no
# font can show is said.
. "$2/tests/support/shell.sh"
. "$2/tests/support/chromium.sh"

persian=$source_folder/tests/support/persian/persian.yaml
right_to_left_isolate=$'\u2067'

expect 0 "$mapgen" check "$persian"
has err '0 warnings, 0 notes'
for date in 2020-03-01 2020-05-01; do
    expect 0 "$mapgen" render "$persian" --date $date -o $date.svg -o $date.png
    empty err
    # Each text with an Arabic letter runs to the left as a whole, whatever it begins with.
    grep -oE '<text.*</text>' $date.svg | grep -P '(?=\p{L})\p{Arabic}' >texts
    [ "$(wc -l <texts)" -ge 12 ] || wrong "$date: too few texts to tell"
    grep -v ">$right_to_left_isolate" texts >others
    [ ! -s others ] || wrong "$date: runs to the right: $(head -n 1 others)"
done
has 2020-03-01.svg '۱ مارس ۲۰۲۰'
has 2020-05-01.svg $'(\u200E2020-05-02)'

# Headline, caption and sources end at the right margin, the series title begins at the left one, and
# swatches stand to the right of their words; their paths begin at their right sides.
for class in headline caption source; do
    has 2020-03-01.svg "class=\"$class\""
    grep "class=\"$class\"" 2020-03-01.svg | grep -v 'x="782".* text-anchor="end"' >others
    [ ! -s others ] || wrong "$class: not at the right: $(head -n 1 others)"
done
grep 'class="series-title"' 2020-03-01.svg | grep 'x="18"' | grep -qv 'text-anchor' ||
    wrong 'the series title does not begin at the left'
words=$(grep 'class="legend-text"' 2020-03-01.svg | grep 'text-anchor="end"' |
    grep -oP ' x="\K[0-9]+' | sort -nr | head -n 1)
swatch=$(grep 'class="legend-swatch"' 2020-03-01.svg | grep -oP ' d="m\K[0-9]+' | sort -n | head -n 1)
[ "${words:-999}" -lt "${swatch:-0}" ] ||
    wrong "words of the legend end at $words, swatches at $swatch"

# A letter that no font of the style sheet has: which, of which script and language, and what to do.
mkdir thai
cp "${persian%/*}"/* thai
sed -i "s|\.\./small/|${small%/*}/|; s|\.\./\.\./\.\./styles/|$source_folder/styles/|" thai/persian.yaml
sed -i 's/نوشهر,Noshahr/กขก,Noshahr/' thai/places.csv
expect 0 "$mapgen" render thai/persian.yaml --date 2020-03-01 -o thai.svg
has err "no font file has the letter 'ก' (U+0E01, script Thai) of a text in 'fa'"
has err "add a font that has them to the style sheet"
[ "$(grep -c 'no font file' err)" -eq 1 ] || wrong 'two letters of a script are not reported once'
expect 0 "$mapgen" render thai/persian.yaml --lang en --date 2020-03-01 -o thai.svg
hasnt err 'no font file'

for tool in rsvg-convert cc pkg-config; do
    command -v "$tool" >/dev/null || {
        printf 'skipped: there is no %s\n' "$tool"
        finish
        exit 77
    }
done
# shellcheck disable=SC2046
cc -O2 -o compare_pictures "$source_folder/tests/support/compare_pictures.c" \
    $(pkg-config --cflags --libs cairo) || wrong 'the program that compares pictures does not build'

# same PICTURE DATE MEAN FAR: the picture is that of DATE.png, up to so much.
same() {
    local difference
    difference=$(./compare_pictures "$1" "$2.png") || wrong "$1: the pictures are not of one size"
    printf '%s: %s\n' "$1" "$difference"
    awk -v mean="$3" -v far="$4" '{ exit !($1 <= mean && $2 <= far) }' <<<"$difference" ||
        wrong "$1 and $2.png differ: mean and far off are $difference"
}

for date in 2020-03-01 2020-05-01; do
    # As in test_renderers.sh: edges of letters, but no letter elsewhere.
    expect 0 rsvg-convert --zoom 2 -o librsvg-$date.png $date.svg
    same librsvg-$date.png $date 0.20 20
    # Chromium's letters have edges of their own: 611 and 843 of a million pixels are far off. With
    # one direction wrong, or brackets on the wrong side, it is more than 10,000.
    [ -n "$chromium" ] || continue
    { printf '<!doctype html><body style="margin:0">' && cat $date.svg; } >$date.html
    shoot $date.html chromium-$date.png 800 600 --force-device-scale-factor=2
    same chromium-$date.png $date 0.6 2000
done

finish
