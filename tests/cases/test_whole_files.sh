#!/usr/bin/env bash
# Promise 6: a run that fails says what and where, exits non-zero, and leaves every earlier output
# as it was; files appear whole or not at all.
. "$2/tests/support/shell.sh"

cp -r "$source_folder/tests/support/small" project
sed -i "s|\.\./\.\./\.\./styles|$source_folder/styles|" project/small.yaml
project=project/small.yaml

expect 0 "$mapgen" series "$project" -o maps
expect 0 "$mapgen" export "$project" --date 2020-03-05 -o areas.geojson
cp -r maps before
cp areas.geojson before.geojson

# broken WHERE WHAT: no command may touch its outputs while the project is broken like this.
broken() {
    local place=$1
    shift
    expect 1 "$mapgen" series "$project" -o maps
    has err "$place"
    expect 1 "$mapgen" render "$project" --date 2020-03-12 -o maps/whole/2020-03-12.svg
    has err "$place"
    expect 1 "$mapgen" export "$project" --date 2020-03-05 -o areas.geojson
    has err "$place"
    diff -r before maps >difference || wrong "outputs changed: $*"
    cmp -s before.geojson areas.geojson || wrong "the export changed: $*"
}

cp -r project whole
sed -i 's/^taken,control,[^,]*/taken,control,2020-03-32/' project/timeline.csv
broken 'timeline.csv:5' a date that does not exist
cp whole/timeline.csv project/

sed -i '5s/northeast/northest/' project/timeline.csv
broken "timeline.csv:5:37: no region called 'northest'; did you mean 'northeast'?" a region
cp whole/timeline.csv project/

truncate -s 600 project/districts.shp
broken 'districts.shp' a shapefile cut short
cp whole/districts.shp project/

rm project/districts.dbf
broken 'districts' a missing companion
cp whole/districts.dbf project/

sed -i 's/,46.75,40.2,/,46.75,140.2,/' project/places.csv
broken 'places.csv:3' a place off the globe
cp whole/places.csv project/

sed -i 's/left: "districts/left: "district/' project/small.yaml
broken 'small.yaml:' an expression of nothing
cp whole/small.yaml project/

# A folder where no file can be made: the run fails and names it.
: >maps-file
expect 1 "$mapgen" series "$project" -o maps-file
has err 'maps-file'

# Nothing half-written stays behind.
expect 0 "$mapgen" series "$project" -o maps
diff -r before maps >/dev/null || wrong 'the mended project gives other maps'
[ -z "$(find . -name '*.tmp*' -o -name '.goutputstream*' -o -name '*.svg.*')" ] ||
    wrong 'temporary files are left'

finish
