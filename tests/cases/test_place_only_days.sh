#!/usr/bin/env bash
# A day on which only a place is announced is a day of change: it is listed, it makes a map, the map
# tells it and draws it open; in a view that the place is outside of, it makes none.
. "$2/tests/support/shell.sh"

# The shipped project with one row more: a village of the corridor's view on a quiet day.
cp -r "$source_folder/geodata" "$source_folder/styles" .
python3 - <<'PYTHON'
import csv
path = "geodata/timeline.csv"
with open(path, encoding="utf-8", newline="") as file:
    rows = list(csv.reader(file))
row = dict.fromkeys(rows[0], "") | {
    "id": "quiet", "kind": "place", "date": "2020-10-30", "holder": "AZ", "status": "claimed",
    "certainty": "low", "source_title": "A report", "source_side": "az", "place": "khtsaberd"}
with open(path, "a", encoding="utf-8", newline="") as file:
    csv.DictWriter(file, rows[0], lineterminator="\n").writerow(row)
PYTHON

expect 0 "$mapgen" dates "$karabakh" --format=json
jq -e 'all(.[]; .date != "2020-10-30")' out >/dev/null || wrong 'a day of change without the row'
expect 0 "$mapgen" dates geodata/karabakh.yaml --format=json
jq -e '.[] | select(.date == "2020-10-30") | .events == ["quiet"] and
    .sentence == "Announced by Azerbaijan: Khtsaberd."' out >/dev/null || wrong 'the day is not listed'

expect 0 "$mapgen" series geodata/karabakh.yaml --view corridor --from 2020-10-29 --to 2020-10-31 \
    --format svg -o maps
map=$(ls maps/corridor/*2020-10-30*.svg) || wrong 'no map of the day'
has "$map" 'Announced by Azerbaijan: Khtsaberd.'
has "$map" 'Khtsaberd: claimed by Azerbaijan, not confirmed; 30 October 2020 (A report)'
has "$map" 'Held by Azerbaijan: announced'
hasnt "$map" 'Held by Armenian forces: confirmed'

# The view ends north of it.
sed -i 's/extent: \[46.28, 39.42, 46.95, 39.92\]/extent: [46.28, 39.6, 46.95, 39.92]/' geodata/karabakh.yaml
expect 0 "$mapgen" series geodata/karabakh.yaml --view corridor --from 2020-10-29 --to 2020-10-31 \
    --format svg -o elsewhere
[ ! -e elsewhere/corridor/2020-10-30.svg ] || wrong 'a map of a day that the view does not show'
finish
