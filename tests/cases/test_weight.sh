#!/usr/bin/env bash
# Promise of weight: a bare map of the common job (bench/README.md) without embedded fonts is at most
# 24,000 bytes of SVG and 8,000 packed, on each of its dates, with all that is to be on it; a PNG at
# most 240,000.
. "$2/tests/support/shell.sh"

project=$source_folder/bench/common/common.yaml
bare=(--layout bare --size 1600x1200)
expect 0 "$mapgen" series "$project" --dates monthly --from 1992-01-01 --to 1994-12-31 "${bare[@]}" \
    --profile wikimedia --no-viewer -o maps

count=0
for map in maps/main/*.svg; do
    count=$((count + 1))
    bytes=$(wc -c <"$map")
    packed=$(gzip -9n <"$map" | wc -c)
    [ "$bytes" -le 24000 ] || wrong "$map has $bytes bytes"
    [ "$packed" -le 8000 ] || wrong "$map has $packed bytes when packed"
done
[ $count -eq 36 ] || wrong "there are $count maps, not 36"

# Nothing was left out to get there: every name, the area of everyone who holds something, each kind
# of line, by one path.
map=maps/main/1993-06-01.svg
tail -n +2 "$source_folder/bench/common/places.csv" | cut -d, -f6 >names
[ "$(wc -l <names)" -eq 27 ] || wrong 'the job has another number of places'
while read -r name; do
    grep -q ">$name</text>" "$map" || wrong "'$name' is not on the map"
done <names
for role in side-a home-b side-b; do
    grep -qE "class=\"area $role[ \"]" "$map" || wrong "no area of $role is on the map"
done
for line in district-border country-border past-border contact; do
    [ "$(grep -cE "class=\"$line[ \"]" "$map")" -eq 1 ] || wrong "$line is not drawn by one path"
done

for date in 1992-01-01 1993-06-01 1994-04-01; do
    expect 0 "$mapgen" render "$project" --date $date "${bare[@]}" --scale 1 -o map.png
    bytes=$(wc -c <map.png)
    [ "$bytes" -le 240000 ] || wrong "the PNG of $date has $bytes bytes"
done

finish
