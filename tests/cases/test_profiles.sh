#!/usr/bin/env bash
# The profiles of SVG show one picture; each holds what it is for; what a CMS strips is no part of
# the picture; themes and letters, as Chromium shows them.
. "$2/tests/support/shell.sh"
. "$2/tests/support/chromium.sh"

for tool in rsvg-convert xmllint cc pkg-config; do
    command -v "$tool" >/dev/null || {
        printf 'skipped: there is no %s\n' "$tool"
        exit 77
    }
done
build_compare

# same ONE.svg OTHER.svg: librsvg draws both alike, to the pixel.
same() {
    local difference
    rsvg-convert --zoom 2 -o one.png "$1" && rsvg-convert --zoom 2 -o other.png "$2"
    difference=$(./compare_pictures one.png other.png)
    [ "$difference" = '0.000 0' ] || wrong "$1 and $2 differ: $difference"
}

# alike ONE.svg OTHER.svg: to a hundredth and a tenth of a point (test_renderers.sh measures).
alike() {
    local difference
    rsvg-convert --zoom 2 -o one.png "$1" && rsvg-convert --zoom 2 -o other.png "$2"
    difference=$(./compare_pictures one.png other.png)
    awk '{ exit !($1 <= 0.3 && $2 <= 20) }' <<<"$difference" ||
        wrong "$1 and $2 differ: $difference"
}

map() {
    expect 0 "$mapgen" render "$karabakh" --date 2020-11-10 "${@:2}" -o "$1.svg"
    expect 0 xmllint --noout --nonet "$1.svg"
}
map web
for profile in inline wikimedia editor; do
    map $profile --profile $profile
done
same web.svg inline.svg
same web.svg wikimedia.svg
alike web.svg editor.svg
expect 2 "$mapgen" render "$karabakh" --date 2020-11-10 --profile paper -o -
has err 'paper'

# ---- valid where the profile allows it
dtd=$(find /usr/share/xml -path '*SVG11*' -name svg11.dtd 2>/dev/null | head -n 1)
expect 0 "$mapgen" sheet "$karabakh" --profile wikimedia -o sheet-wikimedia.svg
map outlines-wikimedia --profile wikimedia --text outlines
if [ -n "$dtd" ]; then
    for file in wikimedia sheet-wikimedia outlines-wikimedia; do
        expect 0 xmllint --noout --nonet --dtdvalid "$dtd" $file.svg
    done
else
    printf 'not looked at: the DTD of SVG 1.1 is not installed (w3c-sgml-lib)\n'
fi
grep -q 'data-' wikimedia.svg && wrong 'wikimedia: data-* attributes'
grep -q '<style' wikimedia.svg editor.svg && wrong 'wikimedia or editor: rules'
grep -qE '<metadata|@font-face|<\?xml' inline.svg && wrong 'inline: more than a part of a page'
grep -q '<use' sheet-wikimedia.svg || wrong 'a sheet says everything twice'
expect 0 "$mapgen" sheet "$karabakh" --profile inline -o sheet-inline.svg
grep -q '<use' sheet-inline.svg && wrong 'inline: a sheet needs ids'
same sheet-wikimedia.svg sheet-inline.svg

# ---- editor: layers, and no path of more than 32,000 points
layers=$(grep -c 'inkscape:groupmode="layer" inkscape:label="[a-z]' editor.svg)
[ "$layers" -ge 8 ] || wrong "editor: $layers layers"

# ---- what a CMS strips
strip() {
    sed -E -e '/^<style/,/^<\/style>/d' -e '/^<metadata>/,/^<\/metadata>/d' \
        -e 's/<(title|desc)[^>]*>[^<]*<\/(title|desc)>//g' \
        -e 's/ (id|class|role|style|lang|aria-[a-z]*|data-[a-z-]*)="[^"]*"//g' "$1"
}
strip web.svg >stripped.svg
expect 0 xmllint --noout --nonet stripped.svg
grep -qE '<style|class=| id=|data-|<title' stripped.svg && wrong 'the CMS of this test strips too little'
same web.svg stripped.svg
strip sheet-inline.svg >stripped-sheet.svg
same sheet-inline.svg stripped-sheet.svg

# ---- outlines: the same picture, and all words
map outlines --profile editor --text outlines
alike editor.svg outlines.svg
grep -q '<text' outlines.svg && wrong 'outlines: real text'
grep -oP '<text[^>]*>(<title>[^<]*</title>)?\K[^<]+' web.svg | sort >words
grep -oP 'aria-label="\K[^"]+' outlines.svg | sort | cmp - words || wrong 'outlines: words are lost'

# ---- alt text
expect 0 "$mapgen" render "$small" --date 2020-03-01 --alt -o alt/map.svg -o alt/map.png
[ "$(find alt -type f | wc -l)" -eq 3 ] || wrong '--alt does not write one file beside map.svg and map.png'
title=$(grep -oP '<title id="[^"]*">\K[^<]+' alt/map.svg)
description=$(grep -oP '<desc id="[^"]*">\K[^<]+' alt/map.svg)
[ "$(cat alt/map.alt.txt)" = "$title

$description" ] || wrong 'the alt text is not title and description'
expect 0 "$mapgen" series "$small" --alt -o series
[ "$(find series -name '*.alt.txt' | wc -l)" -eq "$(find series -name '*.svg' | wc -l)" ] ||
    wrong 'a series has other alt texts than maps'

# ---- letters: 20 KB a map at most
map plain --profile inline
for language in en az hy ru; do
    map letters-$language --lang $language
    size=$(awk '/^@font-face/ { n += length($0) + 1 } END { print n }' letters-$language.svg)
    printf 'letters of a map in %s: %s bytes\n' $language "$size"
    [ "$size" -gt 5000 ] && [ "$size" -le 20480 ] || wrong "$language: $size bytes of letters"
done

need_chromium

# Without a font installed but a monospaced one, the map looks as with all fonts.
mono=$(find /usr/share/fonts -name DejaVuSansMono.ttf | head -n 1)
if [ -n "$mono" ]; then
    mkdir fonts && cp "$mono" fonts
    printf '<?xml version="1.0"?><fontconfig><dir>%s/fonts</dir><cachedir>%s/cache</cachedir></fontconfig>' \
        "$work" "$work" >fonts.conf
    for language in en hy; do
        shoot letters-$language.svg with.png 800 600
        FONTCONFIG_FILE=$work/fonts.conf shoot letters-$language.svg without.png 800 600
        difference=$(./compare_pictures with.png without.png)
        [ "$difference" = '0.000 0' ] || wrong "$language: without fonts the map is another: $difference"
    done
    FONTCONFIG_FILE=$work/fonts.conf shoot plain.svg without.png 800 600
    shoot plain.svg with.png 800 600
    [ "$(./compare_pictures with.png without.png)" = '0.000 0' ] && wrong 'fonts make no difference here'
fi

# Themes. A map with dark colours is light on a light page, dark on a dark one, by class or by the
# system; a variable of the page wins; a class around the map wins over the system.
map dark --dark-style dark
page() {
    printf '<!DOCTYPE html><meta charset="utf-8"><html %s><style>body{margin:0}svg{display:block}%s</style>%s' \
        "$1" "$2" "$(cat dark.svg)"
}
page '' '' >light.html
page 'class="dark"' '' >class.html
page 'data-theme="dark"' '' >data.html
page 'class="light"' '' >forced.html
page '' ':root{--mapgen-a-before:#ff00ff}' >variable.html
system_dark=--blink-settings=preferredColorScheme=0
for page in light class data variable; do
    shoot $page.html $page.png 800 600
done
shoot web.svg web.png 800 600
shoot light.html system.png 800 600 $system_dark
shoot forced.html forced.png 800 600 $system_dark
expect_same() {
    [ "$(./compare_pictures "$1.png" "$2.png")" = '0.000 0' ] || wrong "theme: $1 is not $2"
}
expect_same light web
expect_same class data
expect_same class system
expect_same light forced
mean() {
    ./compare_pictures "$1.png" "$2.png" | cut -d . -f 1
}
[ "$(mean light class)" -ge 80 ] || wrong 'theme: the dark page is not dark'
[ "$(mean light variable)" -ge 20 ] || wrong 'theme: the variable of the page does nothing'
finish
