#!/usr/bin/env bash
# The page around a series is accessible as far as axe-core can tell: light and dark, wide and narrow,
# two dates side by side, running to the left, without script.
. "$2/tests/support/shell.sh"

for tool in python3 chromium chromedriver npm; do
    command -v "$tool" >/dev/null || {
        printf 'skipped: there is no %s\n' "$tool"
        exit 77
    }
done
timeout 120 npm install --silent --no-audit --no-fund axe-core@4 >npm.log 2>&1 || {
    printf 'skipped: npm cannot fetch axe-core:\n'
    tail -n 3 npm.log
    exit 77
}

expect 0 "$mapgen" series "$small" --format svg,png -o maps
expect 0 "$mapgen" series "$small" --format pdf -o paper
expect 0 "$mapgen" series "$small" --lang ru -o russian
expect 0 "$mapgen" series "$source_folder/tests/support/persian/persian.yaml" -o persian
timeout 1400 python3 "$source_folder/tests/cases/viewer.py" "$work" node_modules/axe-core/axe.min.js ||
    wrong 'accessibility'
finish
