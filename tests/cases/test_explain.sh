#!/usr/bin/env bash
# Every twentieth row of truth.cases through the command, as a reader would ask (test_truth.c has
# them all).
. "$2/tests/support/shell.sh"

while read -r place day holder status; do
    expect 0 "$mapgen" explain "$karabakh" --place "$place" --date "$day" --format=json
    said=$(jq -r '"\(.holder) \(.status)"' out)
    # shellcheck disable=SC2053 # the holder '*' is a pattern
    [[ $said == $holder\ $status ]] || wrong "$place on $day: $said instead of $holder $status"
    [ "$(jq -r '.date' out)" = "$day" ] || wrong "another date than $day"
    jq -e '.since and .event and .event_date and .certainty and .source.title and .source.side
        and .district' out >/dev/null || wrong "$place on $day: a member is missing"
done < <(grep -vE '^(#|$)' "$source_folder/tests/cases/truth.cases" | awk 'NR % 20 == 1 && !/\|/')

# Not a place but a point beside it, and a region.
expect 0 "$mapgen" explain "$karabakh" --at 46.7512,39.7633 --date 2020-11-08
has out 'AZ'
has out '2020-11-08'
expect 0 "$mapgen" explain "$karabakh" --region lachin-district --date 2020-12-01 --format=json
[ "$(jq -r '[.areas[].holder] | unique | join(" ")' out)" = 'AZ RUPK' ] ||
    wrong 'Lachin district on 2020-12-01'

finish
