#!/usr/bin/env bash
# What mapgen check finds, as a map maker meets it: in the shipped project nothing that is not
# explained beside its data, in every style; each fault by its kind, file and line; explanations.
. "$2/tests/support/shell.sh"

# ---- the shipped project
for style in article dark print-grey wikipedia; do
    expect 0 "$mapgen" check "$karabakh" --style $style
    has err 'mapgen: 0 warnings'
done
expect 0 "$mapgen" check "$karabakh"
hasnt out '[explained'
expect 0 "$mapgen" check "$karabakh" --all --format=json
jq -e 'length > 0 and all(.severity != "warning") and
    all(.severity == "note" or (.severity == "explained" and (.because | length) > 20))' out >/dev/null ||
    wrong 'what is explained has no reason'
jq -e 'all(.kind and .of and .message and .file and .line)' out >/dev/null || wrong 'a member is missing'
[ "$(jq -r '.[] | select(.kind == "one-sided" and .of == "heights-2022") | .line' out)" = \
    "$(grep -n '^heights-2022,' "$source_folder/geodata/timeline.csv" | cut -d : -f 1)" ] ||
    wrong 'another line than that of the row'
"$mapgen" check "$karabakh" --all >text 2>err
[ "$(grep -c '\[explained: ' text)" -eq "$(jq '[.[] | select(.severity == "explained")] | length' out)" ] ||
    wrong 'text and JSON differ in what is explained'

# What one side alone says is told so on the map, in every language.
for told in 'en:According to Azerbaijan, ' 'az:Azərbaycanın məlumatına görə, ' 'hy:Ըստ Ադրբեջանի՝ ' \
    'ru:По данным Азербайджана, '; do
    expect 0 "$mapgen" render "$karabakh" --date 2022-08-03 --lang "${told%%:*}" -o map.svg
    has map.svg "${told#*:}"
done

# ---- one fault each, in a project that has none
fresh() {
    rm -rf project
    cp -r "${small%/*}" project
    sed -i "s|\.\./\.\./\.\./styles|$source_folder/styles|" project/small.yaml
}

# found KIND FILE:LINE SED...: with what sed changes in the file, check finds that and fails.
found() {
    local kind=$1 place=$2
    shift 2
    fresh
    sed -i "$@" "project/${place%%:*}"
    expect 1 "$mapgen" check project/small.yaml
    grep -q "^project/$place: .*\[warning: $kind\]$" out || {
        wrong "no '$kind' at $place"
        head -n 3 out err
    }
}
fresh
expect 0 "$mapgen" check project/small.yaml
empty out
found no-source timeline.csv:5 '5s/The observer//'
found unknown-side timeline.csv:5 '5s/,third,/,thrid,/'
found one-sided timeline.csv:5 '5s/,third,/,two,/'
found no-change timeline.csv:5 '5s/northeast,ONE,control,,/northeast,ONE,contested,TWO,/'
found disagree timeline.csv:8 '7s/2021-05,southeast/2022-01-01,southeast/'
found outside timeline.csv:5 '5s/,bori,/,alba,/'
found outside-unit places.csv:3 '3s/RIGHT,NE/RIGHT,SE/'
found outside-unit places.csv:3 '3s/46.75,40.2/46.25,40.2/'
found no-unit places.csv:3 '3s/RIGHT,NE/RIGHT,NEE/'
found no-words small.yaml:4 -e '4s/ru/uk/' -e 's/ru:/uk:/g'
has out "no words in 'uk'"
found no-name places.csv:3 '3s/,Бори,/,,/'
found no-licence places.csv:3 '3s/,CC0,/,,/'
line() {
    grep -n "$1" "${small%/*}/small.yaml" | cut -d : -f 1
}
found no-name "small.yaml:$(line '^  southeast:')" 's/name: {en: The southeast, ru: [^}]*}/name: {en: The southeast}/'
found no-legend "small.yaml:$(line '^  TWO:')" 's/, legend: {en: Held by Two, ru: [^}]*}//'
found no-colour "small.yaml:$(line '^  TWO:')" 's/role: side-b/role: side-z/'
found colours "small.yaml:$(line '^  TWO:')" 's/role: side-b/role: side-a/'
found empty-view "small.yaml:$(line '^  whole:')" 's/\[45.9, 39.5, 47.1, 40.5\]/[39.5, 45.9, 40.5, 47.1]/'
found unused "small.yaml:$(line '^  - {finding: one-sided')" 's/of: \[advance, south\]/of: [advance, south, fair]/'

# A place of which the log says another holder than the ground that is drawn there.
fresh
echo 'dura-held,place,2021-01-01,,ONE,control,,high,The observer,2021,third,,,dura,' >>project/timeline.csv
expect 1 "$mapgen" check project/small.yaml
has out "project/timeline.csv:9: 'dura' is held by ONE from 2021-01-01 on, and the ground drawn there is under TWO from 2021-01-01 to 2021-05-30"
has out '[warning: contradicts]'

# ---- explanations
fresh
sed -i '3s/,CC0,/,,/' project/places.csv
sed -i '$s/$/\n  - {finding: no-licence, of: [bori], because: nobody knows}/' project/small.yaml
expect 0 "$mapgen" check project/small.yaml
empty out
has err '0 warnings, 0 notes, 3 explained'
expect 0 "$mapgen" check project/small.yaml --all
has out "project/places.csv:3: place 'bori' has no licence [explained: no-licence]"
has out '    nobody knows'
expect 0 "$mapgen" check project/small.yaml --all --format=csv
has out "no-licence,bori,place 'bori' has no licence,nobody knows"
sed -i 's/because: nobody knows/reason: none/' project/small.yaml
expect 1 "$mapgen" check project/small.yaml
has err "has no key 'reason'"

# ---- errors stop, and name file, line and column
fresh
sed -i '4s/2020-03-01/2020-13-01/' project/timeline.csv
expect 1 "$mapgen" check project/small.yaml
has err "project/timeline.csv:4:22: date '2020-13-01': expected a month from 01 to 12, not '13'"
sed -i '4s/2020-13-01/11\/10\/2020/' project/timeline.csv
expect 1 "$mapgen" check project/small.yaml
has err 'dates are written 2020-11-20, 2020-11 or 2020'
fresh
sed -i '2d;3d' project/timeline.csv
sed -i 's/^back,control,2022-01-01,right/back,control,2022-01-01,all/' project/timeline.csv
expect 1 "$mapgen" check project/small.yaml
has err 'nobody holds the area around'
fresh
"$mapgen" check --all project/small.yaml >commas 2>&1
sed -i 's/,/;/g; s/\([0-9]\)\.\([0-9]\)/\1,\2/g' project/places.csv
"$mapgen" check --all project/small.yaml >semicolons 2>&1
cmp commas semicolons || wrong 'a table with semicolons and decimal commas is not the one with commas'
sed -i 's/;/|/g' project/places.csv
expect 1 "$mapgen" check project/small.yaml
has err 'project/places.csv:1: the header is one field with bars in it'

# ---- many notes alike, here of two layers whose border is not the same line, are told by five
mkdir alike
python3 - <<'PYTHON'
import json
right = [[21, 45 + i / 20] for i in range(21)]
left = [[x + (0.00005 if i % 2 else -0.00005) if 0 < i < 20 else x, y] for i, (x, y) in enumerate(right)]
def layer(name, ring):
    json.dump({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": name},
        "geometry": {"type": "Polygon", "coordinates": [ring + [ring[0]]]}}]}, open(f"alike/{name}.geojson", "w"))
layer("west", [[20, 46], [20, 45]] + right)
layer("east", left + [[22, 46], [22, 45]])
PYTHON
cat >alike/timeline.csv <<'DATA'
id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,note
start,control,..,all,ONE,control,,high,Atlas,1900,x,
DATA
printf 'id,lon,lat,kind,rank,name_en,source,licence\np,20.5,45.5,town,1,P,own,CC0\n' >alike/places.csv
cat >alike/alike.yaml <<DATA
id: alike
title: Alike
languages: [en]
style: $source_folder/styles/article.css
places: places.csv
timeline: timeline.csv
theatre: all
licence: CC0
layers:
  west: {file: west.geojson, partition: true, credit: own}
  east: {file: east.geojson, partition: true, credit: own}
regions: {all: west + east}
sides: {one: One, x: Archives}
holders: {ONE: {side: one, role: side-a, name: One, legend: Held by one}}
views: {all: {extent: [20, 45, 22, 46]}}
DATA
expect 0 "$mapgen" check alike/alike.yaml
[ "$(grep -c 'a sliver of' out)" -eq 5 ] || wrong 'not five slivers of many are told'
more=$(sed -n 's/^\([0-9]*\) more notes like those above; --all prints them$/\1/p' out)
expect 0 "$mapgen" check alike/alike.yaml --all
[ "$(grep -c 'a sliver of' out)" -eq $((5 + ${more:-0})) ] || wrong '--all does not tell the others'
[ "${more:-0}" -gt 5 ] || wrong 'there are no others'

finish
