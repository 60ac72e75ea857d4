#!/usr/bin/env bash
# What changed between two days: the table, JSON and CSV against stats, the map against the table, in
# every view, layout, language and style.
. "$2/tests/support/shell.sh"

# ---- figures ------------------------------------------------------------------------------------

# The balance is what stats says of the two days, holder by holder, to a millionth of what is held
# (figures have three decimals); what the parts gained and lost is the difference.
for days in "2020-09-26 2020-11-10" "1992-05-01 2023-12-31"; do
    read -r from to <<<"$days"
    expect 0 "$mapgen" diff "$karabakh" --from "$from" --to "$to" --format json
    cp out diff.json
    for day in "$from" "$to"; do
        expect 0 "$mapgen" stats "$karabakh" --date "$day" --format csv
        cp out "stats-$day.csv"
    done
    python3 - "$from" "$to" <<'PYTHON' || wrong "the balance from $from to $to"
import csv, json, sys
first, last = sys.argv[1:]
diff = json.load(open("diff.json"))
assert (diff["from"], diff["to"]) == (first, last)

def stats(day):
    rows = [row for row in csv.DictReader(open(f"stats-{day}.csv")) if row["region"] == "theatre"]
    return {(row["holder"], row["status"], row["other"]): float(row["km2"]) for row in rows}

for key, held in (("km2_from", stats(first)), ("km2_to", stats(last))):
    told = {(row["holder"], row["status"], row["other"] or ""): row[key] for row in diff["balance"]}
    assert all(abs(told.get(control, 0) - held.get(control, 0)) <= 1e-6 * max(held.values())
               for control in told.keys() | held.keys()), (key, told, held)
net = {}
for part in diff["parts"]:
    for end, sign in (("to", 1), ("from", -1)):
        holder = part[end]["holder"]
        net[holder] = net.get(holder, 0) + sign * part["km2"]
for holder in {row["holder"] for row in diff["balance"]}:
    difference = sum(row["difference"] for row in diff["balance"] if row["holder"] == holder)
    rounding = 0.001 * (len(diff["parts"]) + len(diff["balance"]))
    assert abs(net.get(holder, 0) - difference) <= rounding, (holder, net.get(holder), difference)
ids = {event["id"] for event in diff["events"]}
for part in diff["parts"]:
    same = part["from"] == part["to"]
    assert same == (part["kind"] == "back and forth"), part
    assert part["events"] and part["dates"] and set(part["events"]) <= ids, part
    assert part["dates"] == sorted(part["dates"]) and first < part["dates"][0], part
    assert part["dates"][-1] <= last, part
areas = [part["km2"] for part in diff["parts"]]
assert areas == sorted(areas, reverse=True)
assert all(event["caption"] and event["sources"] for event in diff["events"]
           if event["kind"] == "control"), "an event without caption or sources"
PYTHON
done

# The table and the CSV say the same in the same order.
expect 0 "$mapgen" diff "$karabakh" --from 2020-11-10 --to 2020-12-01
has out 'lachin-2020'
[ "$(wc -l <out)" -eq 4 ] || wrong 'three parts from 10 November to 1 December 2020'
grep -q '^Kalbajar district  *gained  *NKR  *AZ .*kalbajar-2020  *2020-11-25$' out ||
    wrong "Kalbajar: $(grep Kalbajar out)"
expect 0 "$mapgen" diff "$karabakh" --from 2020-11-10 --to 2020-12-01 --format csv
head -n 1 out | grep -qx 'part,region,kind,from.holder,from.status,from.other,to.holder,to.status,to.other,km2,passes,events,dates' ||
    wrong "columns: $(head -n 1 out)"
[ "$(grep -c ',gained,NKR,control,,AZ,control,' out)" -eq 3 ] || wrong 'three gains as CSV'
expect 0 "$mapgen" diff "$karabakh" --from 2020-11-10 --to 2020-12-01 --format csv --lang ru
has out 'Кельбаджарский район'

# Back and forth: Horadiz was taken in October 1993 and lost in January 1994.
expect 0 "$mapgen" diff "$karabakh" --from 1993-10-01 --to 1994-01-31 --format json
jq -e '.parts[] | select(.kind == "back and forth" and .region == "horadiz-1993")
    | .passes == 2 and .from.holder == "AZ" and .events == ["horadiz-1993", "horadiz-1994"]' \
    out >/dev/null || wrong 'Horadiz went back and forth'
# Contested and settled; under peacekeeping and out of it.
expect 0 "$mapgen" diff "$karabakh" --from 2022-03-01 --to 2022-04-01 --format json
[ "$(jq -r '.parts[].kind' out)" = 'newly contested' ] || wrong 'Farukh is newly contested'
expect 0 "$mapgen" diff "$karabakh" --from 2022-04-01 --to 2023-12-31 --format json
jq -e '[.parts[].kind] | index("no longer contested")' out >/dev/null || wrong 'Farukh is settled'
expect 0 "$mapgen" diff "$karabakh" --from 2020-11-09 --to 2020-11-10 --format json
jq -e '.parts[] | select(.region == "zone") | .kind == "under peacekeeping"' out >/dev/null ||
    wrong 'the zone comes under peacekeeping'

# What is read of the log holds here as well.
expect 0 "$mapgen" diff "$karabakh" --from 1993-08-01 --to 1993-08-24 --date-policy earliest
has out 'jabrayil-1993'
expect 0 "$mapgen" diff "$karabakh" --from 1993-08-01 --to 1993-08-24 --date-policy latest
hasnt out 'jabrayil-1993'
expect 0 "$mapgen" diff "$karabakh" --from 2020-11-10 --to 2020-12-01 --as-known-at 2020-11-22
has out 'aghdam-2020'
hasnt out 'kalbajar-2020'

# ---- maps ---------------------------------------------------------------------------------------

draw() {
    expect 0 "$mapgen" diff "$karabakh" --from "$1" --to "$2" -o map.svg "${@:3}"
    xmllint --noout map.svg || wrong "no XML: $last"
    empty out
}
draw 2020-09-26 2020-11-10
has map.svg 'What changed between 26 September and 10 November 2020'
has map.svg 'Passed to Azerbaijan:'
has map.svg 'class="former-contact"'
has map.svg 'data-kind="guarded"'
has map.svg 'data-event="statement-2020"'
# Each group of paths says what its part in the table says: areas of all add up to the same.
"$mapgen" diff "$karabakh" --from 2020-09-26 --to 2020-11-10 --format json >diff.json
drawn=$(grep -o 'data-km2="[0-9.]*' map.svg | cut -d'"' -f 2 | awk '{ sum += $1 } END { printf "%.0f", sum }')
told=$(jq '[.parts[].km2] | add | round' diff.json)
[ "$drawn" = "$told" ] || wrong "drawn are $drawn km², told $told"
# Every number of the list stands on the map, once each: two of each in all.
numbers=$(grep -o 'class="number-text[^>]*>[^<]*' map.svg | sed 's/.*>//' | sort -n | uniq -c |
    awk '{ print $1 }' | sort -u)
[ "$numbers" = 2 ] || wrong "numbers of the map and of the list: $numbers"

draw 2021-06-01 2021-07-01
has map.svg 'No control changed hands between these days.'
hasnt map.svg 'class="changed-outline'
draw 2020-12-01 2020-12-01
has map.svg 'No control changed hands between these days.'
draw 1993-10-01 1994-01-31 --lang en
has map.svg 'Back and forth, Azerbaijan again'
draw 2022-08-01 2022-09-01 --view corridor
has map.svg 'Lachin, Zabukh'
draw 1992-07-15 1992-08-31 --view corridor
has map.svg 'Outside this view:'
draw 2020-09-26 2020-11-10 --as-known-at 2020-10-12
has map.svg 'As known on 12 October 2020.'
hasnt map.svg 'data-event="fuzuli-2020"'
draw 2020-09-26 2020-11-10 --title 'Forty-four days' --caption ''
has map.svg 'Forty-four days'
has map.svg '26 September – 10 November 2020'
# Every layout, language and style, a few at a time.
draw 1992-01-01 1994-05-12 --layout mobile --lang hy --style dark
hasnt map.svg 'What changed'
draw 1992-01-01 1994-05-12 --layout report --lang ru --style print-grey
hasnt map.svg 'What changed'
draw 1992-05-01 2023-12-31 --layout square --lang az,en --style wikipedia
hasnt map.svg 'What changed'
for layout in slide print bare; do
    draw 1992-01-01 1994-05-12 --layout $layout
done
expect 0 "$mapgen" diff "$karabakh" --from 2016-04-01 --to 2016-04-03 -o a.png -o a.pdf -o a.svg \
    --alt --format csv
has out 'lalatapa-2016'
has a.alt.txt 'what changed between 1 and 3 April 2016'
[ -s a.png ] && [ -s a.pdf ] || wrong 'no PNG or no PDF'
# The same file again.
cp a.svg b.svg
expect 0 "$mapgen" diff "$karabakh" --from 2016-04-01 --to 2016-04-03 -o a.svg
cmp -s a.svg b.svg || wrong 'another file the second time'

# ---- wrong usage --------------------------------------------------------------------------------

expect 2 "$mapgen" diff "$karabakh" --from 2020-11-10 --to 2020-09-26
has err '--from 2020-11-10 is after --to 2020-09-26'
expect 2 "$mapgen" diff "$karabakh" --from 2020-11-10
has err '--to'
expect 2 "$mapgen" diff "$karabakh" --from 2020-11-10 --to 2020-11-31
has err '2020-11-31'
expect 2 "$mapgen" diff "$karabakh" --from 2020-09-26 --to 2020-11-10 --format svg
has err 'table, json, csv'
expect 2 "$mapgen" diff "$karabakh" --from 2020-09-26 --to 2020-11-10 -o - --format json
has err 'stdout'
expect 2 "$mapgen" diff "$karabakh" --from 2020-09-26 --to 2020-11-10 -o map.jpeg

finish
