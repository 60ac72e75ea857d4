#!/usr/bin/env bash
# Exported areas: valid polygons that do not overlap, in the directions of their format, that other
# programs read, and as large as stats says; whole or not at all; the same bytes each time.
. "$2/tests/support/shell.sh"

# valid FILE LAYER GEOMETRY: every geometry of the layer is valid, by GEOS.
valid() {
    expect 0 ogrinfo -q -dialect SQLite -sql "SELECT ST_IsValid($3) AS ok FROM $2" "$1"
    has out 'ok (Integer) = 1'
    hasnt out 'ok (Integer) = 0'
}

# ---- one day, as GeoJSON
for day in 1992-06-01 1994-05-12 2020-10-25 2020-12-01 2022-09-01; do
    expect 0 "$mapgen" export "$karabakh" --date "$day" -o areas.geojson
    valid areas.geojson areas geometry

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

# ---- all days, in every format: the same features, valid, none upon another in force that day
for ending in geojson shp gpkg; do
    expect 0 "$mapgen" export "$karabakh" -o "areas.$ending"
done
features=$(jq '.features | length' areas.geojson)
[ "$features" -gt 100 ] || wrong "only $features features"
while read -r file geometry; do
    valid "$file" areas "$geometry"
    expect 0 ogrinfo -so "$file" areas
    has out "Feature Count: $features"
    has out 'start_date: Date'
    has out 'end_date: Date'

    # What two areas in force on one day have in common has no area: less than a square of 1e-7
    # degrees, which is what their coordinates are whole numbers of.
    expect 0 ogrinfo -q -dialect SQLite -sql "SELECT count(*) AS pairs FROM areas a, areas b
        WHERE a.id < b.id
        AND coalesce(a.start_date, '0000') < coalesce(b.end_date, '9999')
        AND coalesce(b.start_date, '0000') < coalesce(a.end_date, '9999')
        AND ST_Area(ST_Intersection(a.$geometry, b.$geometry)) > 1e-14" "$file"
    has out 'pairs (Integer) = 0'

    # Attributes are the same in all formats, but for names and lists.
    expect 0 ogr2ogr -f GeoJSON /vsistdout/ "$file" areas
    jq '[.features[] | (.id // .properties.id) as $id | .properties | [$id, .control, .start_date, .end_date, .holder, .status, .other,
        (.area_km2 * 1000 | round), .fill, .hatch]]' out >"$file.values"
    cmp -s areas.geojson.values "$file.values" || wrong "$file: other attributes than in areas.geojson"
done <<'TABLE'
areas.geojson geometry
areas.shp geometry
areas.gpkg geom
TABLE

# ---- what QGIS draws them by
has areas.qml 'attr="control"'
has areas.qml 'startField="start_date"'
has areas.qml 'class="LinePatternFill"'
expect 0 ogrinfo -q -sql "SELECT f_table_name, useAsDefault, styleQML FROM layer_styles" areas.gpkg
has out 'f_table_name (String) = areas'
has out 'f_table_name (String) = lines'
has out 'attr="control"'
has out 'attr="kind"'
expect 0 "$mapgen" export "$karabakh" --date 2020-12-01 --style print-grey -o grey.geojson
jq -e '[.features[].properties.fill] | all(.[1:3] == .[3:5])' grey.geojson >/dev/null ||
    wrong 'a style in greys has a colour that is none'

# ---- read back: a project whose districts are the areas of an export and whose log is their
# attributes has the same stats. (tests/unit/test_reimport.c does this for all days and point by point.)
again() {
    ogr2ogr -f GeoJSON /vsistdout/ "$1" areas >again.json
    cat >again.yaml <<YAML
id: again
title: Again
languages: [en]
places: places.csv
timeline: again.csv
theatre: all
sliver_m: 0
layers: {areas: {file: $1, partition: true, key: id}}
sides: {any: {name: Any}}
views: {all: {extent: [43, 38, 51, 42]}}
YAML
    echo id,lon,lat,kind,rank,name_en >places.csv
    jq -r '"holders:", ([.features[].properties | .holder, .other | values] | unique[] |
            "  \(.): {side: any, role: side-a, name: \(.)}"),
        "regions:", "  all: areas", (.features[] | (.id // .properties.id) |
            "  r\(.): \"areas[id=\(.)]\"")' again.json >>again.yaml
    jq -r '"id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,note",
        (.features[] | "e,control,..,r\(.id // .properties.id),\(.properties.holder)," +
            "\(.properties.status),\(.properties.other // ""),high,Export,,,")' again.json >again.csv
    expect 0 "$mapgen" stats again.yaml --date "$2" --format=json
    # Stats are printed to 0.001 km², beside the part in a million.
    jq -e --slurpfile all stats.json '
        def held: map(select(.region == "theatre" or .region == "all") |
            {key: "\(.holder) \(.status) \(.other)", value: .km2}) | from_entries;
        ($all[0] | held) as $wanted | held | . as $there | (keys == ($wanted | keys)) and
        ([keys[] | ($there[.] - $wanted[.] | fabs) <= 0.001 + 1e-6 * $wanted[.]] | all)' out >/dev/null ||
        wrong "$1 read again has not the stats of $2"
}
for day in 1993-07-01 2020-10-25 2020-12-01; do
    expect 0 "$mapgen" stats "$karabakh" --date "$day" --format=json
    cp out stats.json
    for ending in geojson shp gpkg; do
        expect 0 "$mapgen" export "$karabakh" --date "$day" -o "areas.$ending"
        again "areas.$ending" "$day"
    done
done

# ---- lines
expect 0 "$mapgen" export "$karabakh" --date 2020-12-01 -o day.gpkg
expect 0 ogrinfo -q -al -geom=no day.gpkg lines
has out 'kind (String) = contact'
has out 'between (String) = AZ; NKR'
valid day.gpkg lines geom

# ---- where it is from, and under what it may be used
jq -e '.licence == "CC BY-SA 4.0" and (.credits | index("Natural Earth 1:10m, generalised"))' grey.geojson >/dev/null ||
    wrong 'the GeoJSON does not say its licence and credits'
has grey.qmd '<license>CC BY-SA 4.0</license>'
has grey.qmd '<rights>Natural Earth 1:10m, generalised</rights>'
expect 0 ogrinfo -q -sql "SELECT description FROM gpkg_contents WHERE table_name = 'areas'" day.gpkg
has out 'CC BY-SA 4.0'

# ---- parts of the whole
expect 0 "$mapgen" export "$karabakh" --region lachin-district --lang ru -o lachin.shp
expect 0 ogrinfo -q -al -geom=no lachin.shp
has out 'holder_nam (String) = Азербайджан'
expect 0 ogrinfo -q -dialect SQLite -sql 'SELECT sum(area_km2) AS km2 FROM lachin WHERE end_date IS NULL' lachin.shp
lachin=$(sed -n 's/.*km2 (Real) = //p' out)
expect 0 "$mapgen" stats "$karabakh" --region lachin-district --date 2024-06-01 --format=json
jq -e --argjson km2 "$lachin" '(map(.km2) | add) - $km2 | fabs < 0.001' out >/dev/null ||
    wrong "lachin-district is $lachin km² in the export"
expect 0 "$mapgen" export "$karabakh" --from 2020-11-10 --to 2020-11-30 -o -
jq -e '[.features[].properties | (.start_date // "0") <= "2020-11-30" and (.end_date // "9") > "2020-11-10"] |
    length > 5 and all' out >/dev/null || wrong 'areas that are not of November 2020'
expect 2 "$mapgen" export "$karabakh" --region lachin-distrikt -o x.shp
has err "did you mean 'lachin-district'"

# ---- the same bytes each time; a warning where a text is cut
expect 0 "$mapgen" export "$karabakh" --date 2020-12-01 -o once/day.shp
has err "are cut to the 254 bytes"
for ending in shp gpkg geojson; do
    expect 0 "$mapgen" export "$karabakh" --date 2020-12-01 -o "once/day.$ending"
    expect 0 "$mapgen" export "$karabakh" --date 2020-12-01 -o "twice/day.$ending"
done
diff -r once twice >/dev/null || wrong 'two exports are not the same bytes'
[ "$(cd once && echo *)" = 'day.cpg day.dbf day.geojson day.gpkg day.prj day.qmd day.qml day.shp day.shx' ] ||
    wrong "other files: $(ls once)"
[ "$(cat once/day.cpg)" = UTF-8 ] || wrong 'the .cpg does not say UTF-8'

# ---- whole or not at all: a folder stands where one part should
rm twice/day.dbf
mkdir twice/day.dbf
expect 1 "$mapgen" export "$karabakh" --date 1993-05-01 -o twice/day.shp
has err 'twice/day.dbf: cannot be written'
for part in shp shx prj cpg qmd qml; do
    cmp -s "once/day.$part" "twice/day.$part" || wrong "day.$part changed"
done
diff <(cd once && echo *) <(cd twice && echo *) || wrong 'files are left'

# ---- the document's commands run as they stand, and name no field that there is not
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$source_folder/docs/export.md" >commands
mkdir document
cp -r "$source_folder/geodata" "$source_folder/styles" document/
commands() {
    (cd document && PATH=$(dirname "$mapgen"):$PATH bash -euo pipefail ../commands)
}
expect 0 commands
for file in out/2020-12-01.geojson out/karabakh.gpkg out/autumn.shp; do
    [ -s "document/$file" ] || wrong "the document's commands do not make $file"
done
expect 0 "$mapgen" export "$karabakh" -o areas.geojson
jq -r '.features[0].properties | keys[]' areas.geojson document/out/2020-12-01.geojson | sort -u >there
sed -n '/^## Fields/,/^## In/s/^| \(`[^|]*\)|.*/\1/p' "$source_folder/docs/export.md" |
    grep -o '`[^`]*`' | tr -d '`' | sort -u >told
diff there told >difference || wrong "fields and docs/export.md differ: $(cat difference)"

finish
