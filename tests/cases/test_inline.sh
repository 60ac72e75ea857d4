#!/usr/bin/env bash
# Promise 8: any number of maps can stand in one HTML page: no id is in two of them.
. "$2/tests/support/shell.sh"

expect 0 "$mapgen" series "$small" -o maps
find maps -name '*.svg' | sort >files
[ "$(wc -l <files)" -ge 6 ] || wrong 'too few maps to tell'

while read -r file; do
    grep -oE ' id="[^"]+"' "$file" | sort -u
done <files | sort | uniq -d >twice
[ ! -s twice ] || {
    wrong 'ids that stand in two maps:'
    head -n 5 twice
}
finish
