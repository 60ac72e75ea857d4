#!/usr/bin/env bash
# A sheet as a file: ids and uses, the picture that librsvg makes of it, text in its PDF, the same
# bytes twice, and what cannot be drawn.
. "$2/tests/support/shell.sh"

dates=1992-05-09,1993-04-03,2020-11-10,2023-09-20
expect 0 "$mapgen" sheet "$karabakh" --dates $dates -o 1.svg -o 1.png -o 1.pdf
empty err
for number in 1 2; do
    expect 0 "$mapgen" sheet "$small" -o small-$number.svg -o small-$number.png -o small-$number.pdf
done
for format in svg png pdf; do
    cmp -s small-1.$format small-2.$format || wrong "two runs give two files: $format"
done

# Ids stand once, every use points at one, and there are uses.
grep -oE ' id="[^"]*"' 1.svg | sort >ids
uniq -d ids >twice
[ ! -s twice ] || wrong "an id stands twice: $(head -n 1 twice)"
grep -oE 'href="#[^"]*"' 1.svg | sed 's/href="#\(.*\)"/ id="\1"/' | sort -u >uses
[ "$(wc -l <uses)" -gt 5 ] || wrong 'nothing is shared'
comm -13 ids uses >loose
[ ! -s loose ] || wrong "no element has$(head -n 1 loose)"

# A file with all its maps is smaller than the maps are.
bytes=0
for date in 2020-03-01 2020-03-12 2022-01-01; do
    expect 0 "$mapgen" render "$small" --date "$date" --layout bare -o bare.svg
    bytes=$((bytes + $(wc -c <bare.svg)))
done
expect 0 "$mapgen" sheet "$small" --dates 2020-03-01,2020-03-12,2022-01-01 -o three.svg
[ "$(wc -c <three.svg)" -lt $bytes ] || wrong "the sheet is larger than its maps, $bytes bytes"

# Text of the PDF can be found: title, dates, legend.
if command -v pdftotext >/dev/null; then
    expect 0 pdftotext -layout 1.pdf 1.txt
    for words in '9 May 1992' '10 November 2020' '20 September 2023' 'Republic of Armenia'; do
        has 1.txt "$words"
    done
fi

# The picture of the SVG in librsvg is the PNG, as close as in test_renderers.sh.
if command -v rsvg-convert >/dev/null && command -v cc >/dev/null; then
    # shellcheck disable=SC2046
    cc -O2 -o compare_pictures "$source_folder/tests/support/compare_pictures.c" \
        $(pkg-config --cflags --libs cairo) || wrong 'the program that compares does not build'
    expect 0 rsvg-convert --zoom 2 -o theirs.png 1.svg
    difference=$(./compare_pictures theirs.png 1.png) || wrong 'the pictures are not of one size'
    printf 'mean and far off: %s\n' "$difference"
    awk '{ exit !($1 <= 0.20 && $2 <= 20) }' <<<"$difference" ||
        wrong "PNG and SVG differ: mean and far off are $difference"
fi

# What cannot be drawn is told, and leaves no file.
months=$(for month in $(seq 1 40); do printf '%d-%02d-01,' $((1992 + month / 12)) $((month % 12 + 1)); done)
expect 2 "$mapgen" sheet "$small" --dates "${months%,}" --layout mobile -o none.svg
has err "40 maps do not fit a page of the layout 'mobile'; take fewer dates"
expect 2 "$mapgen" sheet "$small" --columns -1 -o none.svg
has err '--columns'
expect 2 "$mapgen" sheet "$small" --dates 2020-03-01,yesterday -o none.svg
has err yesterday
[ ! -e none.svg ] || wrong 'a sheet that failed left a file'

finish
