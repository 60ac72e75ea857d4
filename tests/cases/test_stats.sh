#!/usr/bin/env bash
# Who holds how much, as printed: figures add up on every date of the shipped project, the balance
# of a date is what happened since the one before, and every format says the same.
. "$2/tests/support/shell.sh"

# ---- the theatre, every change date: whole to 1 ppm of the polygons, balance closed
expect 0 "$mapgen" stats "$karabakh" --format=json
jq -e 'group_by(.date) | (length > 50) and all(.[];
        (map(.km2) | add) as $whole | (map(.share) | add) as $shares |
        (map(.gained_km2) | add) as $gained | (map(.lost_km2) | add) as $lost |
        ($shares - 1 | fabs) < 1e-5 and ($gained - $lost | fabs) < 1e-4 and
        all(.[]; (.net_km2 - .gained_km2 + .lost_km2 | fabs) < 2e-6) and
        ($whole - 115838.1 | fabs) < 0.2)' out >/dev/null || wrong 'the theatre does not add up'

# Each row's net is what it has less what it had on the date that it is compared with.
jq -e '(map({key: "\(.date) \(.holder) \(.status) \(.other)", value: .km2}) | from_entries) as $km2 |
    (map(.date) | min) as $first | [.[] | select(.date != $first)] | all(.[];
        (.km2 - ($km2["\(.since) \(.holder) \(.status) \(.other)"] // 0) - .net_km2 | fabs) < 1e-4)' \
    out >/dev/null || wrong 'net is not the difference of two dates'
cp out all

# ---- formats: one set of rows
expect 0 "$mapgen" stats "$karabakh" --format=csv
[ "$(($(wc -l <out) - 1))" -eq "$(jq length all)" ] || wrong 'CSV has other rows than JSON'
[ "$(head -n 1 out)" = \
    'date,region,holder,status,other,km2,share,since,gained_km2,lost_km2,net_km2' ] || wrong 'CSV header'
expect 0 "$mapgen" stats "$karabakh"
[ "$(grep -vc ' total \|^date ' out)" -eq "$(jq length all)" ] || wrong 'the table has other rows'
[ "$(grep -c ' total ' out)" -eq "$(jq '[.[].date] | unique | length' all)" ] ||
    wrong 'not one total a date'
[ "$(awk 'NR > 1 { print length }' out | sort -u | wc -l)" -eq 1 ] || wrong 'columns are not aligned'

# ---- regions: of every format by option; each adds up to itself
expect 0 "$mapgen" stats "$karabakh" --date 2020-11-10 --regions --format=csv
cut -d, -f2 out | sort -u | grep -v '^region$' >regions
expect 0 "$mapgen" stats "$karabakh" --date 2020-11-10 --regions --format=json
jq -r '[.[].region] | unique[]' out | sort | cmp -s - regions || wrong 'JSON has other regions than CSV'
[ "$(wc -l <regions)" -gt 50 ] || wrong 'not all regions'
jq -e 'group_by(.region) | all(.[]; (map(.share) | add - 1 | fabs) < 1e-5)' out >/dev/null ||
    wrong 'shares of a region do not add up'
expect 0 "$mapgen" stats "$karabakh" --date 2020-11-10 --region zone --region lachin-district --format=json
[ "$(jq -r '[.[].region] | unique | join(" ")' out)" = 'lachin-district zone' ] || wrong 'two regions'
expect 2 "$mapgen" stats "$karabakh" --region zone --regions
has err '--regions is all of them'

# ---- days
expect 0 "$mapgen" stats "$karabakh" --from 2020-10-01 --to 2020-10-31 --format=json
[ "$(jq -r '[.[].date] | unique | (.[0] >= "2020-10-01") and (.[-1] <= "2020-10-31") and length > 5' out)" = true ] ||
    wrong 'a span of dates'
expect 0 "$mapgen" stats "$karabakh" --dates 1994-06-01,2020-12-01 --by side --format=json
jq -e 'map(select(.date == "2020-12-01")) | all(.[]; .since == "1994-06-01")' out >/dev/null ||
    wrong 'the second date is not compared with the first'
expect 0 "$mapgen" stats "$karabakh" --dates monthly --from 2020-09-01 --to 2020-12-31 --format=csv
[ "$(cut -d, -f1 out | sort -u | grep -c -- '-01$')" -eq 4 ] || wrong 'the first of every month'
expect 0 "$mapgen" stats "$karabakh" --date 2020-12-01 --since 1994-06-01 --format=json
jq -e 'all(.[]; .since == "1994-06-01")' out >/dev/null || wrong '--since'
while read -r message arguments; do
    # shellcheck disable=SC2086
    expect 2 "$mapgen" stats "$karabakh" $arguments
    has err "${message//_/ }"
done <<TABLE
is_not_before --date 2020-11-10 --since 2020-11-10
--since_goes_with_--date --since 2020-11-10
--date_is_one_day --date 2020-11-10 --to 2020-12-01
--from_is_after_--to --from 2020-11-10 --to 2020-10-01
there_are_control,_holder,_side --by colour
TABLE

# ---- by side: the sum over its holders
expect 0 "$mapgen" stats "$karabakh" --date 1994-06-01 --by side --format=json
cp out sides
expect 0 "$mapgen" stats "$karabakh" --date 1994-06-01 --by holder --format=json
jq -e --slurpfile sides sides '(map(select(.holder != "AZ") | .km2) | add) -
    ($sides[0][] | select(.side == "arm") | .km2) | fabs < 2e-6' out >/dev/null ||
    wrong 'the Armenian side is not the sum of its holders'

# ---- nothing is rounded away to 0.00: a disc of 30 m in a theatre of 7,585 km²
cp -r "$source_folder/tests/support/small" tiny
sed -i "s|\.\./\.\./\.\./styles/|$source_folder/styles/|
    s|^regions:|cutters:\n  disc: {buffer: place, where: \"id = bori\", km: 0.03, within: all}\n\nregions:\n  speck: disc|
    s|^theatre:|sliver_m: 5\ntheatre:|" tiny/small.yaml
echo 'speck,control,2022-02-01,speck,ONE,contested,TWO,high,The atlas,,third,,,,' >>tiny/timeline.csv
expect 0 "$mapgen" stats tiny/small.yaml --date 2022-02-01
awk '$3 == "ONE" && $4 == "contested" { print $6, $7, $9, $10, $11 }
    $3 == "TWO" { print $8, $9, $10 }' out >small
printf '%s\n' '<0.01 <0.01 <0.01 0.00 <0.01' '0.00 <0.01 >-0.01' | cmp -s - small ||
    wrong "what is small is not told as such: $(cat small)"
expect 0 "$mapgen" stats tiny/small.yaml --date 2022-02-01 --format=json
jq -e 'map(select(.status == "contested"))[0] | .km2 > 0.0028 and .km2 < 0.00283 and
    .km2 == .gained_km2' out >/dev/null || wrong 'what is small has no figure in JSON'

finish
