#!/usr/bin/env bash
# The meridian of 180° is a line like any other: a project that lies across it gives the map of the
# same project a quarter of the earth further west, from layers cut there, from layers that count to
# 360, and from layers in a projection of their own.
. "$2/tests/support/shell.sh"

command -v ogr2ogr >/dev/null || {
    printf 'skipped: there is no ogr2ogr\n'
    exit 77
}
python3 - <<'PYTHON'
import json
def write(name, cells, at=lambda lon: lon):
    json.dump({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "MultiPolygon", "coordinates":
            [[[[at(x), y] for x, y in ring + ring[:1]]] for ring in rings]}} for code, rings in cells]},
        open(name, "w"))
def box(w, s, e, n):
    return [[w, s], [e, s], [e, n], [w, n]]
cells = {"A": (170, 60, 184, 66), "B": (184, 60, 192, 66), "C": (170, 66, 178, 70), "D": (178, 66, 192, 70)}
def cut(w, s, e, n):
    if e <= 180: return [box(w, s, e, n)]
    if w >= 180: return [box(w - 360, s, e - 360, n)]
    return [box(w, s, 180, n), box(-180, s, e - 360, n)]
# Each cell has the corners of its neighbours, and where a cut is made.
corners = {"A": [[170, 60], [180, 60], [184, 60], [184, 66], [180, 66], [178, 66], [170, 66]],
           "B": [[184, 60], [192, 60], [192, 66], [184, 66]],
           "C": [[170, 66], [178, 66], [178, 70], [170, 70]],
           "D": [[178, 66], [180, 66], [184, 66], [192, 66], [192, 70], [180, 70], [178, 70]]}
write("to360.geojson", [(c, [ring]) for c, ring in corners.items()])
write("west.geojson", [(c, [ring]) for c, ring in corners.items()], lambda lon: lon - 90)
write("cut.geojson", [(c, cut(*b)) for c, b in cells.items()])
PYTHON
ogr2ogr -f GPKG -a_srs EPSG:4326 plain.gpkg to360.geojson
ogr2ogr -f GPKG -t_srs '+proj=laea +lat_0=65 +lon_0=181 +datum=WGS84' polar.gpkg plain.gpkg
cat >timeline.csv <<'DATA'
id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,note
start,control,..,all,ONE,control,,high,Atlas,1900,x,
pass,control,1912-10-10,a,TWO,control,,high,Atlas,1900,x,
DATA
project() { # NAME FILE SHIFT
    local west=$((165 - $3)) east=$((-163 - $3))
    [ "$3" -eq 0 ] || east=$((east + 360))
    printf 'id,lon,lat,kind,rank,name_en\np,%s,63,town,1,Port\nq,%s,64,town,1,Quay\n' \
        $((176 - $3)) $(($3 ? 188 - $3 : -172)) >"$1.csv"
    cat >"$1.yaml" <<DATA
id: line
title: Line
languages: [en]
style: $source_folder/styles/article.css
places: $1.csv
timeline: timeline.csv
theatre: all
layers:
  cells: {file: $2, partition: true, key: code}
regions: {all: cells, a: {is: "cells[code=A]", name: The north}}
sides: {one: One, two: Two, x: Archives}
holders:
  ONE: {side: one, role: side-a, name: One, legend: Held by one}
  TWO: {side: two, role: side-b, name: Two, legend: Held by two}
views: {all: {extent: [$west, 58, $east, 72], graticule: 5}}
DATA
}
project west west.geojson 90
project cut cut.geojson 0
project to360 to360.geojson 0
project polar polar.gpkg 0
for name in west cut to360 polar; do
    expect 0 "$mapgen" render "$name.yaml" --date 1912-10-10 -o "$name.png"
    expect 0 "$mapgen" stats "$name.yaml" --date 1912-10-10 --format csv
    cp out "$name.stats"
    expect 0 "$mapgen" explain "$name.yaml" --place Quay --date 1912-10-10
    has out 'One (ONE control)'
done
cut -d, -f1-5 west.stats >wanted
for name in cut to360 polar; do
    cut -d, -f1-5 "$name.stats" | cmp -s - wanted || wrong "$name: the holders are others"
done
# Lines that are straight in degrees are not in the projection of a layer: that one is left out.
for name in cut to360; do
    cmp -s west.stats "$name.stats" || wrong "$name: the areas differ"
done
expect 0 "$mapgen" render cut.yaml --date 1912-10-10 --graticule -o cut.svg
for words in '180°<' '170° W<' '170° E<'; do
    grep -qF "${words/ /$'\u00a0'}" cut.svg || wrong "no meridian is called '${words%<}'"
done

for tool in cc pkg-config; do
    command -v "$tool" >/dev/null || finish
done
# shellcheck disable=SC2046
cc -O2 -o compare_pictures "$source_folder/tests/support/compare_pictures.c" \
    $(pkg-config --cflags --libs cairo) || wrong 'the program that compares pictures does not build'
for name in cut to360 polar; do
    apart=$(./compare_pictures west.png "$name.png")
    [ "$apart" = '0.000 0' ] || wrong "$name: the pictures are $apart apart"
done

finish
