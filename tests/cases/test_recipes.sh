#!/usr/bin/env bash
# docs/recipes.md, tried: its commands run as they stand, and in what they make the map is found, whole,
# and compared with the program's own PNG; its words where they are promised.
. "$2/tests/support/shell.sh"
. "$2/tests/support/chromium.sh"
. "$2/tests/support/recipes.sh"

for tool in pandoc pdflatex rsvg-convert xmllint pdftoppm python3 cc pkg-config; do
    command -v "$tool" >/dev/null || {
        printf 'skipped: there is no %s\n' "$tool"
        exit 77
    }
done
need_chromium
kpsewhich lmodern.sty >/dev/null || {
    printf 'skipped: LaTeX has no lmodern.sty\n'
    exit 77
}
prepare_recipes
recipe 'LaTeX' 'pandoc and Quarto' 'A web page' 'Wikimedia Commons' 'PowerPoint and Google Slides'
cd tree/out/recipes && ln -s "$work/find_picture" . || exit 1
alt=$(head -n 1 map.alt.txt). # its first sentence; the others follow
expect 0 "$mapgen" render "$karabakh" --date 2020-11-09 --layout report --scale 4 -o other-day.png

# A page has the map anywhere between two pixels, and poppler's edges are not cairo's. Measured at 288
# pixels an inch: 2.2 to 3.5 of 255, and 1.0 to 2.1 % of the pixels are far off. The map of the day
# before differs by 10.6, one that is a hundredth larger or smaller by 16.
most_mean=5
most_far=30000
printed_well() {
    expect 0 pdftoppm -r 288 -png -singlefile "$1.pdf" "$1"
    shows "$1.png" map.png $most_mean $most_far || wrong "$1: the map is not what it was"
    shows "$1.png" other-day.png $most_mean $most_far && wrong "$1: any map would do"
    [ "$(pdfinfo "$1.pdf" | awk '/^Pages:/ { print $2 }')" = 1 ] || wrong "$1 has not one page"
    pdftotext -layout "$1.pdf" words
    for word in Stepanakert 'Held by Azerbaijan' 'GeoNames (CC BY 4.0)' 'Control on 10 November 2020.'; do
        has words "$word"
    done
}
printed_well latex
grep -q 'Overfull' latex.log && wrong 'LaTeX: the map is wider than the text'
printed_well report

# ---- DOCX: the SVG itself, a PNG that librsvg made of it, words for those who do not see it
member report.docx 'word/media/*.svg' | cmp -s - map.svg || wrong 'DOCX: the SVG is not the map'
member report.docx 'word/media/*.png' >docx.png
# The same program as in test_renderers.sh, and its tolerance: only letters' edges differ.
shows docx.png map.png 0.2 20 || wrong 'DOCX: the PNG is not the map'
member report.docx word/document.xml >document.xml
descriptions=$(xmllint --xpath 'count(//*[local-name()="docPr"][@descr])' document.xml)
[ "$descriptions" = 1 ] || wrong "DOCX: $descriptions pictures with alt text"
description=$(xmllint --xpath 'string(//*[local-name()="docPr"]/@descr)' document.xml)
[ "$description" = "$alt $(tail -n +3 map.alt.txt)" ] || wrong "DOCX: alt text '$description'"
has document.xml 'Control on 10 November 2020.'
# EMU, 36,000 a millimetre: as wide as the page's text at most, and not out of shape.
xmllint --xpath 'concat(//*[local-name()="extent"]/@cx, " ", //*[local-name()="extent"]/@cy)' document.xml |
    awk '{ exit !($1 >= 36000 * 140 && $1 <= 36000 * 160 && $1 / $2 > 1.332 && $1 / $2 < 1.335) }' ||
    wrong 'DOCX: the size of the map'
grep -q 'paint-order' map.svg && wrong 'DOCX: the SVG has halos that Word draws over the letters'

# ---- HTML of pandoc: one file
has report.html "alt=\"$alt"
grep -qE '(src|href)="[^"d#]' report.html && wrong 'report.html refers to another file'
picture=$(grep -oP '<img src="data:image/svg\+xml;base64,\K[^"]+' report.html)
base64 -d <<<"$picture" | cmp -s - map.svg || wrong 'report.html: the SVG is not the map'

# ---- the page: two maps in it, one beside it; on the screen and in print, whole
grep -c '<svg ' page.html | grep -qx 2 || wrong 'the page has not two maps in it'
[ "$(grep -c '<svg [^>]*role="img" aria-labelledby="[^"]*-title [^"]*-desc"' page.html)" = 2 ] ||
    wrong 'the page: a map without a name for screen readers'
grep -q '<!-- before\|<!-- after\|@alt@' page.html && wrong 'the page is not filled in'
has page.html "alt=\"$(head -n 1 later.alt.txt)\""
grep -oP ' id="\K[^"]+' page.html | sort | uniq -d >twice
empty twice
"$mapgen" render "$karabakh" --date 2020-11-09 --scale 1 -o before.png
"$mapgen" render "$karabakh" --date 2020-11-10 --scale 1 -o after.png
"$mapgen" render "$karabakh" --date 2020-12-01 --scale 1 -o later.png
work=$PWD shoot page.html page.png 900 2200
# Chromium's letters are not cairo's. Measured: 1.7, and 3,400 far off.
for map in before after later; do
    shows page.png $map.png 2.5 6000 || wrong "the page does not show $map"
done
expect 0 timeout 300 "$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/chromium" \
    --no-pdf-header-footer --print-to-pdf="$PWD/page.pdf" "file://$PWD/page.html"
pages=$(pdfinfo page.pdf | awk '/^Pages:/ { print $2 }')
expect 0 pdftotext -layout page.pdf words
[ "$(grep -c 'Stepanakert' words)" -ge 2 ] || wrong 'print: the words of the maps are lost'
# 800 pixels are 180 mm of A4's width there. Measured: 4.9, and 27,000 far off; the other map: 10.8, 80,000.
expect 0 pdftoppm -r 112.89 -png page.pdf printed
for map in before after later; do
    found=0
    for page in printed-*.png; do
        shows "$page" $map.png 7 40000 && found=1
    done
    [ $found = 1 ] || wrong "print: $map is on none of $pages pages, or cut"
done

# ---- Commons: what the page says comes from the map
expect 0 xmllint --noout --nonet commons.svg
for line in '|description={{en|1=Control in and around Nagorno-Karabakh, 10 November 2020. Map of' \
    '* Statement of 9–10 November 2020' '© OpenStreetMap contributors (ODbL)' '{{self|cc-by-sa-4.0}}'; do
    has commons.txt "$line"
done
opened=$(grep -o '{{' commons.txt | wc -l) closed=$(grep -o '}}' commons.txt | wc -l)
[ "$opened" -ge 8 ] && [ "$opened" = "$closed" ] || wrong "commons.txt: $opened {{ and $closed }}"
sources=$(grep -c '^Source: ' commons.svg)
[ "$sources" -ge 1 ] && [ "$(grep -c '^\* ' commons.txt)" = $((sources + 1)) ] ||
    wrong 'commons.txt has not all sources and the credit'
grep -oE 'xmlns(:[a-z]+)?="[^"]*"' commons.svg | grep -v -e '2000/svg"' -e '1999/xlink"' >namespaces
empty namespaces

# ---- slides: the PNGs themselves, over the whole slide of 16:9
expect 0 member slides.pptx ppt/media/image1.png
cmp -s out slide.png || wrong 'slides: the first picture is another'
member slides.pptx ppt/slides/slide2.xml >slide2.xml
has slide2.xml '<p:bg>'
file=$(od -A n -t u1 -j 16 -N 8 slide.png | awk '{ print $3 * 256 + $4, $7 * 256 + $8 }')
[ "$file" = '1920 1080' ] || wrong "slides: $file pixels"
finish
