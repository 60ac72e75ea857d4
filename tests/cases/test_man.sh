#!/usr/bin/env bash
# The manual pages have the options that the program has, read without a complaint, and their examples run.
. "$2/tests/support/shell.sh"

man=$source_folder/docs/man
mkdir -p pages run/out
expect 0 "$man/write" "$mapgen" pages
for page in pages/*.1; do
    expect 0 diff "$man/${page##*/}" "$page"
done
for page in "$man"/*.1; do
    [ -e "pages/${page##*/}" ] || wrong "${page##*/} is of no command"
done
if command -v groff >/dev/null; then
    for page in pages/*.1; do
        expect 0 groff -man -Tutf8 -ww -z "$page"
        empty err
    done
fi

ln -s "$source_folder/geodata" "$source_folder/styles" "$mapgen" run
PATH=$PWD/run:$PATH
count=0
while IFS= read -r command; do
    expect 0 bash -o pipefail -c "cd run && $command"
    count=$((count + 1))
done < <(sed -n 's/^\$ //p' "$man"/pages/*.txt)
[ "$count" -ge 20 ] || wrong "only $count examples"
for file in map.svg map.png map.pdf road.png sheet.pdf three.gif areas.geojson all.gpkg areas.shp; do
    [ -s "run/out/$file" ] || wrong "no example makes out/$file"
done

finish
