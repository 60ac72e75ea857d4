#!/usr/bin/env bash
# Promise 4: same inputs, same bytes, whatever the number of threads, the locale, the time zone and
# the folder; and a map on its own is the map of the series.
. "$2/tests/support/shell.sh"

# series PROJECT JOBS FOLDER [VARIABLE=VALUE...]
series() {
    local project=$1 jobs=$2 folder=$3
    shift 3
    expect 0 env "$@" "$mapgen" series "$project" --from 2020-11-01 --to 2020-12-01 \
        --format svg,png,pdf -o "$folder" -j "$jobs"
}

series "$karabakh" 1 one
series "$karabakh" 4 four
series "$karabakh" 4 abroad LC_ALL=tr_TR.UTF-8 LANG=de_DE.UTF-8 TZ=Asia/Kathmandu HOME=/nonexistent \
    SOURCE_DATE_EPOCH=1 LANGUAGE=ru

# The same project from a copy, named relative to another folder.
mkdir copy
cp -r "$source_folder/geodata" "$source_folder/styles" copy/
cd copy/geodata || exit 1
series karabakh.yaml 3 "$work/copied"
cd "$work" || exit 1

[ "$(find one -name '*.svg' | wc -l)" -gt 5 ] || wrong 'the series is too small to tell'
# Of the notes (series/manifest.h) those of the maps; those of the run are of its folder's names.
notes() {
    grep -vE '^(notes|run|in|out) ' "$1/.mapgen"
}
for other in four abroad copied; do
    diff -r -x .mapgen one "$other" >difference || {
        wrong "the files differ: one and $other"
        head -n 5 difference
    }
    cmp <(notes one) <(notes "$other") || wrong "the notes of the maps differ: one and $other"
done

# render is a series of one date: same date, same since, same file.
expect 0 "$mapgen" render "$karabakh" --date 2020-11-25 --since 2020-11-20 \
    -o alone.svg -o alone.png -o alone.pdf
for format in svg png pdf; do
    cmp "alone.$format" "one/karabakh/2020-11-25.$format" || wrong "render and series differ: $format"
done

finish
