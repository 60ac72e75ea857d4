#!/usr/bin/env bash
# Every status has a fill and a hatch of its own, and its definition on every map that shows it; an imprecise
# change is drawn as passing until a policy resolves it; a log is drawn as it was known.
. "$2/tests/support/shell.sh"

# Eight squares, one for each status and one that passes in October 1912.
python3 - "$source_folder" <<'PYTHON'
import json, sys

codes = 'ABCDEFGH'
squares = []
for number, code in enumerate(codes):
    west, north = 20 + number % 4 * 0.3, 45 - number // 4 * 0.35
    ring = [[west, north], [west, north - 0.35], [west + 0.3, north - 0.35], [west + 0.3, north], [west, north]]
    squares.append({'type': 'Feature', 'properties': {'code': code},
                    'geometry': {'type': 'Polygon', 'coordinates': [ring]}})
json.dump({'type': 'FeatureCollection', 'features': squares}, open('d.geojson', 'w'))
open('places.csv', 'w').write('id,lon,lat,kind,rank,name_en\naton,20.1,44.8,town,1,Aton\n')
head = 'id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,note,reported,withdrawn'
rows = [head, 's,control,..,all,CROWN,control,,high,Atlas,1900,third,,,']
for code, month, holder, status, other in [
        ('B', 10, 'LEAGUE', 'contested', 'CROWN'), ('C', 10, 'LEAGUE', 'claimed', 'CROWN'),
        ('D', 11, 'LEAGUE', 'advance', 'CROWN'), ('E', 11, 'CROWN', 'unknown', ''),
        ('F', 11, 'CROWN', 'peacekeeping', 'LEAGUE'), ('H', 10, 'LEAGUE', 'control', '')]:
    rows.append(f'e{code},control,1912-{month}-01,{code.lower()},{holder},{status},{other},'
                'medium,News,1912-11,third,,,')
rows.append('eg,control,1912-10-01/1912-10-20,g,LEAGUE,control,,medium,News,1912-11,third,,,')
rows.append('ea,control,1912-10-03,a,LEAGUE,control,,medium,Wire,1912-12-05,third,,1912-10-06,1912-10-09')
open('timeline.csv', 'w').write('\n'.join(rows) + '\n')
regions = ''.join(f'  {c.lower()}: {{is: "districts[code={c}]", name: {{en: District {c}}}}}\n' for c in codes)
open('p.yaml', 'w').write(f'''id: statuses
title: Statuses
languages: [en]
style: {sys.argv[1]}/styles/article.css
places: places.csv
timeline: timeline.csv
theatre: all
layers: {{districts: {{file: d.geojson, partition: true, key: code}}}}
regions:
  all: districts
{regions}sides: {{crown: {{name: The Crown}}, league: {{name: The League}}}}
holders:
  CROWN:  {{side: crown,  role: side-a, name: the Crown}}
  LEAGUE: {{side: league, role: side-b, name: the League}}
views: {{whole: {{extent: [19.9, 44.2, 21.3, 45.1]}}}}
''')
PYTHON

words() {
    sed '/<style/,/<\/style>/d; s/<[^>]*>/ /g' "$1" | tr -s ' \n' '  '
}

for layout in article mobile report square slide print; do
    expect 0 "$mapgen" render p.yaml --date 1912-10-05 --layout $layout -o map.svg
    words map.svg >said
    has said 'As of 5 October 1912, by sources to November 1912.'
    has said 'Contested: held for certain by neither'
    has said 'Claimed: announced by one party'
    has said 'Passing: it changed hands on a day'
    hasnt said 'Not known: no source says'
done

# A crowd of statuses takes a page with some room.
for layout in article print; do
    expect 0 "$mapgen" render p.yaml --date 1912-11-05 --layout $layout -o all.svg
    words all.svg >said
    has said 'Contested: held for certain by neither'
    has said 'Claimed: announced by one party'
    has said 'Present, not in control: forces were reported'
    has said 'Not known: no source says'
    has said 'With peacekeepers: held by one party'
done

# Nobody writes that a district is not known.
expect 0 "$mapgen" render p.yaml --date 1912-11-01 -o change.svg
words change.svg >said
has said 'Who holds District E (about 930 km²) is not known.'

# So on the maps of the shipped project, with its longer legends.
defined() {
    grep -q "class=\"area [^\"]*$2" "$1" || return 0
    has said "$3"
}
for layout in mobile report square slide; do
    expect 0 "$mapgen" series "$karabakh" --from 2020-10-15 --to 2020-11-10 \
        --view karabakh --layout $layout --no-viewer -o $layout
    expect 0 "$mapgen" series "$karabakh" --from 2022-08-30 --to 2023-03-30 \
        --view region --layout $layout --no-viewer -o $layout
    for map in $layout/*/*.svg; do
        words "$map" >said
        has said 'As of '
        defined "$map" 'contested' 'Contested: held for certain by neither'
        defined "$map" 'peacekeeping other' 'With peacekeepers: held by one party'
    done
done
expect 0 "$mapgen" render p.yaml --date 1912-10-05 -o map.svg

# A hatch lies over each area but the two that are held for certain.
for status in contested claimed transition; do
    grep -q "class=\"[^\"]*$status[^\"]* hatch" map.svg || wrong "no hatch for $status"
done
for status in contested claimed advance unknown peacekeeping; do
    grep -q "class=\"[^\"]*$status[^\"]* hatch" all.svg || wrong "no hatch for $status"
done
grep -q 'class="[^"]* control [^"]*hatch' map.svg all.svg && wrong 'held ground is hatched'

# Definitions of what a map does not show are not on it.
expect 0 "$mapgen" render p.yaml --date 1912-09-30 -o before.svg
words before.svg >said
hasnt said 'Contested:'
hasnt said 'Passing:'

# The policies.
for policy in transition latest earliest; do
    expect 0 "$mapgen" stats p.yaml --date 1912-10-05 --region g --date-policy $policy --format=csv
    cp out "$policy.csv"
done
has transition.csv 'CROWN,transition,LEAGUE'
has latest.csv 'CROWN,control'
has earliest.csv 'LEAGUE,control'
expect 2 "$mapgen" render p.yaml --date 1912-10-05 --date-policy soonest -o x.svg
has err "--date-policy: there is no 'soonest'"

# As known: told late, taken back soon.
known() {
    expect 0 "$mapgen" stats p.yaml --date 1912-10-05 --region a --as-known-at "$1" --format=csv
    has out "$2"
}
known 1912-10-05 'CROWN,control'
known 1912-10-06 'LEAGUE,control'
known 1912-10-08 'LEAGUE,control'
known 1912-10-09 'CROWN,control'
expect 0 "$mapgen" render p.yaml --date 1912-10-05 --as-known-at 1912-10-06 -o known.svg
words known.svg >said
has said 'As known on 6 October 1912.'
expect 2 "$mapgen" render p.yaml --date 1912-10-05 --as-known-at 1912-10-32 -o x.svg
has err '--as-known-at 1912-10-32'

# Ground that is passing is nobody else's to give.
echo 'ex,control,1912-10-10,g,CROWN,contested,LEAGUE,medium,News,1912-11,third,,,' >>timeline.csv
expect 1 "$mapgen" render p.yaml --date 1912-10-05 -o x.svg
has err "timeline.csv:11:12: part of 'g' is passing on some day of '1912-10-01/1912-10-20' by line 9"
expect 0 "$mapgen" render p.yaml --date 1912-10-05 --date-policy latest -o x.svg

finish
