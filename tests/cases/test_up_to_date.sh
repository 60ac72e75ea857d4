#!/usr/bin/env bash
# A series draws again what its inputs changed and nothing else: a folder that was updated holds what
# a fresh one does, and what is the same in both was not touched.
. "$2/tests/support/shell.sh"

cp -r "$source_folder/tests/support/small" project
sed -i "s|\.\./\.\./\.\./styles|$source_folder/styles|" project/small.yaml
project=project/small.yaml
options=(--format "svg,png,pdf" --scale 1)

series() {
    expect 0 "$mapgen" series "$project" "${options[@]}" "$@"
}

# What was written when, and what it holds.
state() {
    (cd maps && find . -type f ! -name .mapgen -printf '%P %i %T@ ' -exec md5sum {} \; | sort)
}

# updated WHAT LEAST MOST [OPTION...]: the folder is like a fresh one, and so many of 18 files have
# been written, each of which holds something else than before.
updated() {
    local what=$1 least=$2 most=$3 written
    shift 3
    state >before
    series "$@" -o maps
    state >after
    rm -rf fresh
    series "$@" -o fresh
    diff -r -x .mapgen maps fresh >difference || wrong "updated maps are not fresh ones: $what"
    diff maps/.mapgen fresh/.mapgen >/dev/null || wrong "the notes are not fresh ones: $what"
    written=$(comm -13 before after | grep -cv '^index.html')
    [ "$written" -ge "$least" ] && [ "$written" -le "$most" ] ||
        wrong "$written files were written, not $least to $most: $what"
    # Of each file: its name and its content, before and after; the same content means the same file.
    awk '{content[$1] = content[$1] " " $4; inode[$1] = inode[$1] " " $2 $3}
         END {for (f in content) {split(content[f], c, " "); split(inode[f], i, " ");
              if (c[1] == c[2] && i[1] != i[2]) print f}}' before after >touched
    empty touched
}

series -o maps
[ "$(find maps -name '2*.*' | wc -l)" -eq 18 ] || wrong 'there are not 18 maps'
updated 'nothing has changed' 0 0
series -o maps
has err '(18 up to date before)'
updated 'another number of threads' 0 0 -j 1

# What one change of one day says is on its own maps.
sed -i 's/A fair is held in Cela/A market is held in Cela/' project/timeline.csv
sed -i 's/^taken,control,[^,]*,northeast,ONE,control,,high/taken,control,2020-03-12,northeast,ONE,control,,high/' \
    project/timeline.csv
updated 'an event' 3 15
sed -i 's/^cela,\(.*\)Cela/cela,\1Zela/' project/places.csv
updated 'the name of a place' 3 18
updated 'another language' 18 18 --lang ru
updated 'another scale' 6 6 --lang ru --scale 2
updated 'another layout' 18 18 --layout bare

# A file that is gone or was edited is drawn again, and nothing else is.
updated 'back' 18 18
rm maps/whole/2020-03-12.png
state >before
series -o maps
has err '(17 up to date before)'
for format in svg png pdf; do
    cp maps/whole/2021-05-31.$format whole.$format
    printf 'x' >>maps/whole/2021-05-31.$format
    series -o maps
    has err '(17 up to date before)'
    cmp -s maps/whole/2021-05-31.$format whole.$format || wrong "an edited $format was left as it was"
done
echo edited >maps/index.html
series -o maps
hasnt maps/index.html edited

# Forced, all is written again, with the same bytes.
state | cut -d' ' -f1,4 >before
series --force -o maps
hasnt err 'up to date'
state | cut -d' ' -f1,4 | cmp -s before - || wrong 'forced maps are others'

# Notes that are no notes are no harm.
head -c 3000 /dev/urandom >maps/.mapgen
updated 'spoilt notes' 0 0

# Nor do notes that have lost a line pass for those of a run that read less.
series -o maps
series -o maps
hasnt err 'places are named'
sed -i '/^in .*places\.csv/d' maps/.mapgen
sed -i 's/Zela/Xela/' project/places.csv
updated 'notes that lost a line' 3 18
sed -i 's/Xela/Zela/' project/places.csv
updated 'back' 3 18

# Asked for the same again, with all that it read and wrote as it was, a series does not even look at
# its layers: it says nothing of labels, which it would have to plan.
idle() {
    series -o maps "$@"
    hasnt err 'places are named'
    has err '(18 up to date before)'
}
busy() {
    local why=$1 status=0
    shift
    "$mapgen" series "$project" "${options[@]}" -o maps "$@" >out 2>err || status=$?
    [ "$status" -ne 0 ] || grep -q 'places are named' err || wrong "idle: $why"
}
series -o maps
idle
idle -j 1
busy 'another option' --lang ru
series -o maps
cp -r "$work" "$work.other" && (cd "$work.other" && busy 'another folder to run in')
rm -rf "$work.other"

# Each file that was read, and each that was missed.
noted=0
while read -r content input; do
    noted=$((noted + 1))
    case $input in project/*) ;; *) continue ;; esac
    [ "$content" = - ] || cp "$input" kept
    printf '\n' >>"$input"
    busy "$input has changed"
    if [ "$content" = - ]; then rm "$input"; else cp kept "$input"; fi
    series -o maps
    idle
done < <(sed -n 's/^in //p' maps/.mapgen)
[ "$noted" -ge 8 ] || wrong "only $noted files were read"
for part in project/small.yaml project/places.csv project/timeline.csv project/districts.shp \
    project/districts.prj project/districts.cpg "$source_folder/styles/article.css" /Noto; do
    grep -q "^in .*$part" maps/.mapgen || wrong "$part was not read"
done

# What was warned of is warned of again.
sed -i 's/Zela/Z漢la/' project/places.csv
grep -q 'Z漢la' project/places.csv || wrong 'no place has a strange letter'
series -o maps
has err 'warning: no font file has the letter'
series -o maps
has err 'warning: no font file has the letter'

finish
