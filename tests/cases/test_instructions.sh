#!/usr/bin/env bash
# Promise of speed: what the main paths take in instructions stays within 5 % of the committed table
# tests/golden/instructions.txt, both ways: a path that got slower fails, and one that got faster
# fails until the table has what was won, for an old table would let it be lost again. When a change
# is meant to cost or to save, renew the table
#
#     tests/cases/test_instructions.sh --renew
#
# (which builds as './run build' does; another folder for that may be named) and commit it with the
# change.
#
# Three columns: instructions of the program's own code, of the libraries, and of the loader that
# links them before main. Callgrind counts the same again where times differ with the machine's
# load: over five runs of each path in two folders the own column spread by less than 0.001 %, the
# loader's by 0.002 %, the libraries' by 0.3 % (a further date, a difference of two counts: 0.4 %);
# the 5 % are for the promise, not for noise.
# The counts follow from the compiler, the libraries' from their versions and from whether the
# processor has AVX2 (the C library picks its functions by that); the table tells with which it was
# made. With another compiler there is nothing to compare; with other libraries only the own column.
bound_percent=5
renew=false
if [ "${1-}" = --renew ]; then
    renew=true
    build=${2-}
    set -- none "$(realpath "$(dirname "$0")/../..")"
    build=$(realpath -m "${build:-$2/build/release}")
fi
. "$2/tests/support/shell.sh"
table=$source_folder/tests/golden/instructions.txt
export LC_ALL=C HOME=$work
for tool in valgrind cmake ogr2ogr; do
    command -v "$tool" >/dev/null || {
        printf 'skipped: no %s\n' "$tool"
        exit 77
    }
done

# The tests' own program is made to find mistakes; this one is as './run build' makes it.
build=${build:-$OLDPWD/release}
mapgen=$build/mapgen
(cd "$source_folder" && env -u CFLAGS -u LDFLAGS cmake --preset release -B "$build" &&
    cmake --build "$build") >build.log 2>&1 || {
    tail -n 20 build.log
    wrong 'the release build failed'
    finish
}

# What the counts depend on, besides the project.
compiler=$(cat "$build"/CMakeFiles/[0-9]*/CMakeCCompiler.cmake |
    sed -nE 's/^set\(CMAKE_C_COMPILER_(ID|VERSION) "(.*)"\)/\2/p' | tr '\n' ' ')$(uname -m)
libraries=$({
    ldd "$mapgen" | grep -oE '/[^ ]+' | sort |
        grep -E '/(ld-linux|lib(c|m|glib|stdc\+\+|shp|proj|geos|cairo|pixman|pango|harfbuzz|freetype|fontconfig|icu|png|z)[-_.0-9])' |
        xargs cat
    grep -om1 avx2 /proc/cpuinfo
} | sha256sum | cut -c 1-16)

# count NAME ARGUMENT...: a line "NAME own libraries loader" of the program with these arguments.
count() {
    local name=$1
    shift
    expect 0 valgrind --quiet --tool=callgrind --callgrind-out-file="$name.callgrind" "$mapgen" "$@"
    # Self cost by object: a line after "calls=" is what the function that was called took.
    awk -v name="$name" -v program="$mapgen" '
        function id(line) { match(line, /\([0-9]+\)/); return substr(line, RSTART, RLENGTH) }
        function learn(line) { if (match(line, /\) /)) object[id(line)] = substr(line, RSTART + 2) }
        /^c?ob=/ { learn($0) }
        /^ob=/ { now = id($0) }
        /^calls=/ { getline; next }
        /^[-+*0-9]/ { self[now] += $2 }
        END {
            for (i in self) {
                column = object[i] == program ? 1 : object[i] ~ /\/ld-linux/ ? 3 : 2
                sum[column] += self[i]
            }
            printf "%s %.0f %.0f %.0f\n", name, sum[1], sum[2], sum[3]
        }' "$name.callgrind" >>counted
}

# A project of 1,024 districts that share bent edges: 98,000 vertices.
write_many() {
    awk '
        function bend(i, j, k) { return 0.12 * sin(3.14159265 * k / 24) * cos(k * (1 + i % 5) + j) }
        function point(x, y) { return sprintf("%.7f %.7f,", 20 + x / 4, 30 + y / 4) }
        function across(i, j, k) { return point(i + k / 24, j + (k % 24 ? bend(i, j, k) : 0)) }
        function along(i, j, k) { return point(i + (k % 24 ? bend(i, j, k) : 0), j + k / 24) }
        BEGIN {
            print "code,half,outline"
            for (i = 0; i < 32; i++)
                for (j = 0; j < 32; j++) {
                    ring = ""
                    for (k = 0; k < 24; k++) ring = ring across(i, j, k)
                    for (k = 0; k < 24; k++) ring = ring along(i + 1, j, k)
                    for (k = 24; k > 0; k--) ring = ring across(i, j + 1, k)
                    for (k = 24; k > 0; k--) ring = ring along(i, j, k)
                    printf "D%d,%s,\"POLYGON ((%s%.7f %.7f))\"\n", i * 32 + j,
                        i < 16 ? "west" : "east", ring, 20 + i / 4, 30 + j / 4
                }
        }' >outlines.csv
    expect 0 ogr2ogr -f 'ESRI Shapefile' -a_srs EPSG:4326 -oo GEOM_POSSIBLE_NAMES=outline \
        -select code,half districts.shp outlines.csv
    printf '%s\n' id,lon,lat,kind,rank,name_en,source,licence \
        upton,24.1,34.1,city,1,Upton,drawn,CC0 >places.csv
    printf '%s\n' \
        id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,note \
        start,control,..,west,ONE,control,,high,Atlas,1900,one, \
        start,control,..,east,TWO,control,,high,Atlas,1900,one, >timeline.csv
    cat >many.yaml <<PROJECT
id: many
title: Many districts
languages: [en]
style: $source_folder/styles/article.css
places: places.csv
timeline: timeline.csv
theatre: all
layers:
  districts: {file: districts.shp, partition: true, key: code, name: code}
regions:
  all: districts
  west: "districts[half=west]"
  east: "districts[half=east]"
sides: {one: {name: One}, two: {name: Two}}
holders:
  ONE: {side: one, role: side-a, name: One}
  TWO: {side: two, role: side-b, name: Two}
views:
  whole: {extent: [19.9, 29.9, 28.1, 38.1], rank: 1}
PROJECT
}

common=$source_folder/bench/common/common.yaml
bare=(--layout bare --size 1600x1200 --profile wikimedia)
write_many
count svg render "$common" --date 1993-06-01 "${bare[@]}" -o map.svg
count png render "$common" --date 1993-06-01 "${bare[@]}" --scale 1 -o map.png
months=(series "$common" "${bare[@]}" --dates monthly --from 1993-06-01 --no-viewer -j 1)
count one "${months[@]}" --to 1993-06-01 -o one
count six "${months[@]}" --to 1993-11-01 -o six
count article render "$karabakh" --date 2020-11-10 -o map.svg
count many render many.yaml --date 2000-01-01 --layout bare -o map.svg
count stats stats "$karabakh"
count diff diff "$karabakh" --from 2020-09-26 --to 2020-11-10 --format=json
finish

# A further date of a series in place of six of them.
awk '$1 == "one" { one = $2; one_libraries = $3; next }
    $1 == "six" { printf "further %.0f %.0f -\n", ($2 - one) / 5, ($3 - one_libraries) / 5; next }
    { print }' counted >counts

if $renew; then
    {
        printf '# Instructions of the main paths, see tests/cases/test_instructions.sh.\n'
        printf 'compiler: %s\nlibraries: %s\n' "$compiler" "$libraries"
        { printf 'path own libraries loader\n' && cat counts; } | column -t -R 2,3,4
    } >"$table"
    cat "$table"
    exit 0
fi

grep -qxF "compiler: $compiler" "$table" || {
    printf 'skipped: the table was made with "%s", the program with "%s"\n' \
        "$(sed -n 's/^compiler: //p' "$table")" "$compiler"
    exit 77
}
columns=3
grep -qxF "libraries: $libraries" "$table" || {
    printf 'the libraries are not those of the table: only the own instructions are compared\n'
    columns=1
}
awk -v bound=$bound_percent -v columns=$columns '
    NR == FNR { if (NF == 4 && $2 ~ /^[0-9]+$/) for (i = 2; i <= 4; i++) before[$1, i] = $i; next }
    FNR == 1 { split("own libraries loader", of) }
    {
        for (i = 2; i <= 1 + columns; i++) {
            if (!(($1, i) in before)) { printf "%s: not in the table\n", $1; break }
            if ($i == "-") continue
            percent = 100 * ($i / before[$1, i] - 1)
            printf "%-8s %-9s %14.0f  %+.2f %%\n", $1, of[i - 1], $i, percent >"shares"
            if (percent > bound || percent < -bound)
                printf "%s: %s instructions are %.1f %% %s (%.0f, were %.0f)\n", $1, of[i - 1],
                    percent < 0 ? -percent : percent,
                    percent < 0 ? "fewer: renew the table, so that this is kept" : "more",
                    $i, before[$1, i]
        }
        seen[$1] = 1
    }
    END { for (key in before) { split(key, at, SUBSEP); if (!(at[1] in seen)) gone[at[1]] = 1 }
          for (path in gone) printf "%s: in the table, but not counted\n", path }' \
    "$table" counts >findings
cat shares
while read -r finding; do wrong "$finding"; done <findings
finish
