#!/usr/bin/env bash
# Exported areas: valid polygons in the directions of RFC 7946, that another program reads, and as
# large as stats says.
. "$2/tests/support/shell.sh"

for day in 1992-06-01 1994-05-12 2020-10-25 2020-12-01 2022-09-01; do
    expect 0 "$mapgen" export "$karabakh" --date "$day" -o areas.geojson
    expect 0 ogrinfo -q -dialect SQLite -sql 'SELECT ST_IsValid(geometry) AS ok FROM areas' areas.geojson
    has out 'ok (Integer) = 1'
    hasnt out 'ok (Integer) = 0'

    # The first ring of a polygon runs counter-clockwise, the others clockwise; rings are closed.
    jq -e '[.features[].geometry.coordinates[] | to_entries[] | .key as $ring | .value |
        .[0] == .[-1] and
        ([range(length - 1) as $i | .[$i][0] * .[$i + 1][1] - .[$i + 1][0] * .[$i][1]] |
            (add > 0) == ($ring == 0))] | all' areas.geojson >/dev/null ||
        wrong "$day: a ring that is open or runs the wrong way"

    expect 0 "$mapgen" stats "$karabakh" --date "$day" --format=json
    jq -e --slurpfile stats out '
        ($stats[0] | map(select(.region == "theatre") | {key: "\(.holder) \(.status) \(.other)", value: .km2})
            | from_entries) as $km2 |
        [.features[].properties | (.area_km2 - $km2["\(.holder) \(.status) \(.other)"]) | fabs < 0.001] |
        length == ($km2 | length) and all' areas.geojson >/dev/null ||
        wrong "$day: areas are not those of stats"
done

finish
