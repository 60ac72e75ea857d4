#!/usr/bin/env bash
# Many parties with long names, phases with short ones, and a source for each event: what stands in
# the legend keeps out of the scale and the foot, and the foot's lines out of the strip, on every page.
. "$2/tests/support/shell.sh"

python3 - <<'PYTHON' || wrong 'the project was not made'
import json
features, regions, holders, sides, rows = [], [], [], [], []
names = ["the Provisional Administration of %s and Its Surroundings" % name
         for name in ("Ashland", "Birchwood", "Cedarville", "Dogwood", "Elmhurst", "Firside")]
for i, name in enumerate(names):
    sides.append(f"  s{i}: {name}")
    holders.append(f"  H{i}: {{side: s{i}, role: {('side-a', 'side-b', 'third', 'home-b')[i % 4]}, "
                   f"name: {{en: {name}}}, legend: {{en: Held by {name}}}}}")
for i in range(16):
    x, y = 20 + i % 4, 45 + i // 4
    features.append({"type": "Feature", "properties": {"code": f"C{i}"}, "geometry": {
        "type": "Polygon", "coordinates": [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]]}})
    regions.append(f"  r{i}: {{is: \"districts[code=C{i}]\", name: {{en: Canton {i}}}}}")
    rows.append(f"o{i},control,..,r{i},H{i % 6},control,,high,Atlas,1900,s0,")
for i in range(15):
    status = ("control", "contested", "peacekeeping", "claimed", "advance")[i % 5]
    rows.append(f"e{i},control,1912-{i % 3 + 1:02}-{i + 5:02},r{i},H{(i + 1) % 6},{status},H{(i + 2) % 6},"
                f"high,Report number {i} of the commission on boundaries,1912-05-01,s0,")
json.dump({"type": "FeatureCollection", "features": features}, open("d.geojson", "w"))
head = "id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,note\n"
open("timeline.csv", "w").write(head + "\n".join(rows) + "\n")
open("places.csv", "w").write("id,lon,lat,kind,rank,name_en\np,21.5,46.5,city,1,Midtown\n")
open("crowded.yaml.in", "w").write("\n".join([
    "id: crowded", "title: Crowded", "languages: [en]", "style: STYLE", "places: places.csv",
    "timeline: timeline.csv", "theatre: all", "licence: CC0", "layers:",
    "  districts: {file: d.geojson, partition: true, key: code, credit: Own survey}",
    "regions:", "  all: districts", *regions, "sides:", *sides, "holders:", *holders,
    "phases: [{from: .., name: A}, {from: 1912-02-01, name: B}, {from: 1912-03-01, name: C}]",
    "views: {all: {extent: [19.9, 44.9, 24.1, 49.1]}}", ""]))
PYTHON
sed "s|STYLE|$source_folder/styles/article.css|" crowded.yaml.in >crowded.yaml

# The lines of each class of words, "class top bottom", with the letters' room above and below.
cat >overlaps.py <<'PYTHON'
import re, sys
import xml.etree.ElementTree as tree

SVG = "{http://www.w3.org/2000/svg}"
root = tree.parse(sys.argv[1]).getroot()
rows = {}

def walk(element, size, kind):
    kind = element.get("class", kind)
    size = float(re.sub("[a-z]*$", "", element.get("font-size", str(size))))
    if element.tag == SVG + "text":
        y = float(element.get("y", 0))
        rows.setdefault(kind.split()[0], []).append((y - 0.7 * size, y + 0.2 * size, float(element.get("x", 0))))
    for child in element:
        walk(child, size, kind)

walk(root, 10, "-")
bad = []
lowest = max((bottom for _, bottom, _ in rows.get("legend-text", [])), default=0)
strip = rows.get("strip-text", []) + rows.get("strip-text-current", [])
for top, bottom, _ in rows.get("source", []):
    if lowest > top:
        bad.append("the legend reaches the sources")
    if any(low > top for _, low, _ in strip):
        bad.append("the sources reach the names of the phases")
column = [x for _, _, x in rows.get("legend-text", [])]
if column and "--box" in sys.argv:
    width = 1.2 * max(column) + 100
    if any(lowest > top and x < width for top, _, x in rows.get("scale-text", []) if top > 200):
        bad.append("the legend reaches the scale")
if not rows.get("source") or not rows.get("legend-text"):
    bad.append("there are no words to look at")
print("; ".join(sorted(set(bad))))
PYTHON

for layout in article square slide print mobile report; do
    box=--box
    case $layout in mobile | report | slide) box= ;; esac
    expect 0 "$mapgen" render crowded.yaml --date 1912-03-19 --since 1912-01-01 --layout "$layout" \
        -o map.svg
    expect 0 "$mapgen" diff crowded.yaml --from 1912-01-01 --to 1912-03-19 --layout "$layout" -o diff.svg
    for file in map diff; do
        bad=$(python3 overlaps.py "$file.svg" $box 2>&1 | tail -n 1)
        [ -z "$bad" ] || wrong "$file, $layout: $bad"
    done
done

finish
