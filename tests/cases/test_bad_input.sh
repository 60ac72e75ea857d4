#!/usr/bin/env bash
# Input that is broken in every way that we know: the run says which file, and where in it, ends with
# status 1, and leaves the earlier map as it was. What can be mended is mended, and check says so.
. "$2/tests/support/shell.sh"

cp -r "$source_folder/tests/support/small" whole
sed -i "s|\.\./\.\./\.\./styles/article.css|style.css|" whole/small.yaml
cp "$source_folder/styles/article.css" whole/style.css

# fresh: the project as it should be, and a map of it.
fresh() {
    rm -rf project new.png
    cp -r whole project
    cp map.svg earlier.svg
}

# refused WHAT WHERE...: the run fails and names each WHERE; no map is made, none is touched.
refused() {
    local what=$1 where
    shift
    expect 1 "$mapgen" render project/small.yaml --date 2020-03-12 -o earlier.svg -o new.png
    for where in "$@"; do
        grep -qF -e "$where" err || {
            wrong "$what: no '$where' in the message:"
            sed 's/^/    /' err
        }
    done
    grep -q '^mapgen: ' err || wrong "$what: no message of ours"
    [ "$(wc -l <err)" -eq 1 ] || wrong "$what: more than one line of message"
    hasnt err 'Sanitizer'
    hasnt err 'runtime error'
    hasnt err 'CRITICAL'
    empty out
    cmp -s map.svg earlier.svg || wrong "$what: the earlier map changed"
    [ ! -e new.png ] || wrong "$what: a map was made"
    [ -z "$(find . -name '*.tmp*' -o -name '.goutputstream*' -o -name 'earlier.svg?*')" ] ||
        wrong "$what: temporary files are left"
}

expect 0 "$mapgen" render whole/small.yaml --date 2020-03-12 -o map.svg
[ -s map.svg ] || wrong 'the project itself gives no map'

# ---- files that are missing or cut short
fresh
rm project/districts.shp
refused 'no layer' project/districts.shp

fresh
rm project/districts.shx
refused 'no index' project/districts.shx

fresh
rm project/places.csv
refused 'no gazetteer' project/places.csv

fresh
rm project/timeline.csv
refused 'no timeline' project/timeline.csv

fresh
rm project/small.yaml
refused 'no project' project/small.yaml

for bytes in 0 50 100 101 300 643; do
    fresh
    truncate -s $bytes project/districts.shp
    refused "a layer of $bytes bytes" project/districts.shp
done

for bytes in 0 31 200 1000; do
    fresh
    truncate -s $bytes project/districts.dbf
    refused "a table of $bytes bytes" project/districts.dbf
done

fresh
ln -sf districts.prj project/districts.prj
refused 'a projection file that leads to itself' project/districts.prj

# ---- files that do not fit together
fresh
printf '\003' | dd of=project/districts.dbf bs=1 seek=4 conv=notrunc status=none
refused 'a row too few' project/districts.dbf

fresh
printf '\005' | dd of=project/districts.dbf bs=1 seek=4 conv=notrunc status=none
refused 'a row too many' project/districts.dbf

# The first polygon claims a thousand million points.
fresh
printf '\377\377\377\077' | dd of=project/districts.shp bs=1 seek=148 conv=notrunc status=none
refused 'a polygon that says it is larger than the file' project/districts.shp

# A coordinate that is no number.
fresh
printf '\377\377\377\377\377\377\377\177' |
    dd of=project/districts.shp bs=1 seek=156 conv=notrunc status=none
refused 'a coordinate that is no number' project/districts.shp

# ---- text
fresh
sed -i '2s/The atlas/The \xff\xfe atlas/' project/timeline.csv
refused 'bytes that are no UTF-8' project/timeline.csv:2

fresh
sed -i '3s/The atlas/The \xc3( atlas/' project/timeline.csv
refused 'half a letter' project/timeline.csv:3

fresh
sed -i '2s/alba/\xe2\x82/' project/places.csv
refused 'half a letter in the gazetteer' project/places.csv:2

fresh
sed -i '4s/northeast/north-east/' project/timeline.csv
refused 'an unknown region' project/timeline.csv:4 "'north-east'"

fresh
sed -i '4s/,ONE,contested,TWO,/,ONE,contested,THREE,/' project/timeline.csv
refused 'an unknown second party' project/timeline.csv:4 "'THREE'"

fresh
sed -i '5s/,ONE,/,ON,/' project/timeline.csv
refused 'an unknown holder' project/timeline.csv:5 "'ON'"

for date in 2020-02-30 2020-13 yesterday 01.03.2020 2020-03-05/2020-03-01; do
    fresh
    sed -i "4s|2020-03-01|$date|" project/timeline.csv
    refused "the date $date" project/timeline.csv:4
done

fresh
sed -i '2d' project/timeline.csv
refused 'ground that nobody holds at first' project/timeline.csv:

fresh
sed -i '5s/,ONE,/,O\x1b[31mN,/' project/timeline.csv
refused 'a holder that colours the terminal' project/timeline.csv:5 "'O\x1b[31mN'"

# ---- the project
fresh
sed -i 's/code=NE/code=NEE/' project/small.yaml
refused 'a region without a face' \
    "project/small.yaml:$(grep -n '^  northeast:' project/small.yaml | cut -d : -f 1)" "code=NEE"

fresh
sed -i 's/^theatre: all/theatre: al/' project/small.yaml
refused 'a theatre that is no region' project/small.yaml:

fresh
sed -i 's/country: country/country: kountry/' project/small.yaml
refused 'a field that the layer has not' project/small.yaml: "'kountry'"

fresh
sed -i 's/key: code/key: kode/' project/small.yaml
refused 'a key that the layer has not' project/small.yaml: "'kode'"

fresh
sed -i 's/name: name/name: nome/' project/small.yaml
refused 'a name that the layer has not' project/small.yaml: "'nome'"

fresh
sed -i 's/^title:/titel:/' project/small.yaml
refused 'an unknown key' project/small.yaml:3

fresh
printf 'views: {' >>project/small.yaml
refused 'YAML that does not end' project/small.yaml:

fresh
printf 'zz: %s\n' "$(head -c 200000 /dev/zero | tr '\0' '[')" >>project/small.yaml
refused 'brackets within brackets' "project/small.yaml:$(wc -l <project/small.yaml)" 'more than 1000 brackets'

fresh
printf 'more: &more [a, a]\nmost: &most [*more, *more]\nall: *most\n' >>project/small.yaml
refused 'aliases of aliases' project/small.yaml: "'more'"

# ---- what is drawn
# drawn LINE: the project with one more thing to draw.
drawn() {
    fresh
    printf 'draw:\n  - %s\n' "$1" >>project/small.yaml
}

drawn '{layer: lakes, class: lake}'
refused 'a layer that there is not' project/small.yaml: "'lakes'"

drawn '{line: front, class: past-border}'
refused 'a cutter that there is not' project/small.yaml: "'front'"

drawn '{layer: districts, where: "kind = lake", class: lake}'
refused 'a field that the layer has not' project/small.yaml: "'kind'"

fresh
printf 'labels:\n  - {region: nowhere, class: country, name: Nowhere}\n' >>project/small.yaml
refused 'a label of no region' project/small.yaml: "'nowhere'"

fresh
sed -i '0,/rank: 3}/s//rank: 3, places: [nowhere]}/' project/small.yaml
refused 'a view with a place that there is not' project/small.yaml: "'nowhere'"

# set_by_hand LINES WHAT WHERE: the project with one more part, and the line that is wrong in it.
set_by_hand() {
    fresh
    printf '%b\n' "$1" >>project/small.yaml
    refused "$2" "project/small.yaml:$(wc -l <project/small.yaml)" "$3"
}

set_by_hand 'labels:\n  - {holder: ONNE, class: holder, name: One}' 'a label of no holder' \
    "did you mean 'ONE'?"
set_by_hand 'highlights:\n  - {region: northest}' 'a highlight of no region' "did you mean 'northeast'?"
set_by_hand 'place_names:\n  alba: Alba\n  boris: Bori' 'a name of no place' "did you mean 'bori'?"
set_by_hand 'marks:\n  - {at: [95.5, 139], name: Here}' 'a mark that is not on the globe' longitude
set_by_hand 'edits:\n  - {date: 2020-02-30, title: A title}' 'a title of no day' "'2020-02-30'"
set_by_hand 'corrections:\n  - {date: 2020, text: A text}' 'a correction of no day' "'2020'"
set_by_hand 'layouts:\n  wide: {like: article, size: 1200x675}' 'a page of no size' "'size'"
# as_layout KEYS WHAT WHERE: a layout of the project, and a map in it.
as_layout() {
    fresh
    printf 'layouts:\n  wide: {%s}\n' "$1" >>project/small.yaml
    expect 1 "$mapgen" render project/small.yaml --date 2020-03-12 --layout wide -o new.svg
    has err "project/small.yaml:$(wc -l <project/small.yaml): layout 'wide' $3"
    [ ! -e new.svg ] || wrong "$2: a map was made"
}

as_layout 'like: artcle' 'a layout like none' "is like 'artcle'"
as_layout 'like: article, size: [100, 100]' 'a page too small' 'has no room for a map'
set_by_hand 'edition: [2]' 'an edition that is a list' "'edition'"

# in_view KEYS WHAT WHERE: more keys in the first view.
in_view() {
    fresh
    sed -i "0,/rank: 3}/s//rank: 3, $1}/" project/small.yaml
    refused "$2" "project/small.yaml:$(grep -n '^  whole:' project/small.yaml | cut -d : -f 1)" "$3"
}

in_view 'pins: {albo: NE}' 'a pin of no place' "did you mean 'alba'?"
in_view 'pins: {alba: NNE}' 'a pin that is no position' "'NNE'"
in_view 'locator: sout' 'a locator of no view' "did you mean 'south'?"
in_view 'locator: whole' 'a view that is its own locator' "'whole'"
in_view 'graticule: 91' 'a graticule without lines' "'graticule'"

fresh
sed -i 's/extent: \[45.9, 39.5,/extent: [47.9, 39.5,/' project/small.yaml
refused 'an extent that ends before it begins' project/small.yaml:

fresh
sed -i '0,/rank: 3}/s//rank: 3, projection: +proj=nothing}/' project/small.yaml
refused 'a projection that there is not' project/small.yaml:

# ---- style and fonts
fresh
printf '\n.area { fill: #12; }\n' >>project/style.css
refused 'a colour that is none' "project/style.css:$(($(wc -l <project/style.css)))"

fresh
printf '\n.place-label { font-size: 0 }\n' >>project/style.css
refused 'letters of no size' "project/style.css:$(($(wc -l <project/style.css)))" font-size

fresh
printf '\n.area { fill: #123\n' >>project/style.css
refused 'a rule that does not end' project/style.css:

fresh
sed -i 's|/NotoSans-Bold.ttf|/NotoSans-Boldest.ttf|' project/style.css
refused 'a font that is missing' NotoSans-Boldest.ttf

fresh
printf 'no font' >project/none.ttf
sed -i 's|/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf|none.ttf|' project/style.css
refused 'a font that is none' none.ttf

fresh
: >project/style.css
refused 'a style sheet without a font' project/style.css 'no font file'

fresh
rm project/style.css
refused 'no style sheet' project/style.css

fresh
sed -i '/^style:/d' project/small.yaml
refused 'a project without a style' project/small.yaml

# ---- outputs
fresh
mkdir in-the-way.svg
expect 1 "$mapgen" render project/small.yaml --date 2020-03-12 -o in-the-way.svg
has err 'in-the-way.svg'
[ -d in-the-way.svg ] || wrong 'the folder in the way is gone'
[ -z "$(ls -A in-the-way.svg)" ] || wrong 'something was written into the folder in the way'

expect 1 "$mapgen" render project/small.yaml --date 2020-03-12 -o map.svg/new.svg
has err 'map.svg'
cmp -s map.svg earlier.svg || wrong 'the file in the way changed'

# ---- what can be mended: NW crosses itself, its upper corners taken the wrong way round
#
#     ●──────●        bottom left, bottom right, top left, top right: the eastern
#      ╲   ╱          and western quarters are then in no polygon
#        ╳
#      ╱   ╲
#     ●──────●
fresh
command -v ogr2ogr >/dev/null && {
    sed 's/\[46.5, 40.4\], \[46.0, 40.4\], \[46.0, 40.0\]/[46.0, 40.4], [46.5, 40.4], [46.0, 40.0]/' \
        project/districts.geojson >crossed.geojson
    cmp -s crossed.geojson project/districts.geojson && wrong 'the polygon is not crossed'
    rm project/districts.???
    expect 0 ogr2ogr -f 'ESRI Shapefile' -lco ENCODING=UTF-8 project/districts.shp crossed.geojson
    expect 0 "$mapgen" render project/small.yaml --date 2020-03-12 -o mended.svg
    [ -s mended.svg ] || wrong 'a crossed polygon gives no map'
    "$mapgen" check project/small.yaml >out 2>err
    last='check of a crossed polygon'
    has out 'districts.shp'
    has out 'cross'
    hasnt err 'Sanitizer'
}

finish
