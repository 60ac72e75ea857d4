#!/usr/bin/env bash
# Moving pictures of the shipped project: what they weigh, what an SVG that moves shows where, and
# what is said of what cannot be.
. "$2/tests/support/shell.sh"

for tool in rsvg-convert xmllint; do
    command -v $tool >/dev/null || {
        printf 'skipped: there is no %s\n' $tool
        exit 77
    }
done

autumn=(--from 2020-09-27 --to 2020-12-14)

# ---- what they weigh: the maps of autumn 2020 at 800 x 600

expect 0 "$mapgen" animate "$karabakh" "${autumn[@]}" -o autumn.gif -o autumn.webp -o autumn.svg
empty out
expect 0 "$mapgen" series "$karabakh" "${autumn[@]}" --view karabakh -o maps
sum=$(cat maps/karabakh/*.svg | wc -c)
# light FILE MOST: prints the weight, which must be less.
light() {
    local bytes
    bytes=$(wc -c <"$1")
    printf '%s: %d bytes\n' "$1" "$bytes"
    [ "$bytes" -lt "$2" ] || wrong "$1 has $bytes bytes, not less than $2"
}
# By the map: 1.5 MB of GIF for 17 maps, and as much more as there are more maps. Of a lossless WebP,
# 57 kB a map without hatches; ground that is announced is hatched on most days of this autumn, with
# which it is 65 kB.
maps=$(find maps -name '*.svg' | wc -l)
light autumn.gif $((1500000 / 17 * maps))
light autumn.webp $((66000 * maps))
printf '%d maps as SVG: %d bytes\n' "$maps" "$sum"
light autumn.svg $((sum / 2))

# ---- same arguments, same bytes

expect 0 env LC_ALL=tr_TR.UTF-8 TZ=Asia/Kathmandu "$mapgen" animate "$karabakh" "${autumn[@]}" \
    -o again.gif -o again.svg
cmp -s autumn.gif again.gif || wrong 'two GIFs differ'
cmp -s autumn.svg again.svg || wrong 'two SVGs differ'

# ---- an SVG: every group is its map, and without animation the last is seen

expect 0 xmllint --noout --nonet autumn.svg
empty err
id=$(grep -oE '<svg [^>]*' autumn.svg | grep -oE ' id="[^"]*"' | cut -d '"' -f 2)
mapfile -t days < <(find maps -name '*.svg' | sort)
[ "$(grep -cE "id=\"$id-frame-[0-9]+\"" autumn.svg)" -eq ${#days[@]} ] ||
    wrong 'there are not as many groups as maps'

# alone N: the SVG with no group but the Nth seen, and no motion.
alone() {
    local others
    others=$(for ((i = 1; i <= ${#days[@]}; i++)); do
        [ "$i" -eq "$1" ] || printf '#%s-frame-%d,' "$id" "$i"
    done)
    sed -e "/^#$id-frame-1,.*{visibility:hidden}\$/c ${others%,}{visibility:hidden}" \
        -e '/^@media (prefers-reduced-motion/,/^}$/d' autumn.svg
}

expect 0 rsvg-convert -o last.png autumn.svg
expect 0 rsvg-convert -o wanted.png "${days[-1]}"
cmp -s last.png wanted.png || wrong 'librsvg does not show the last map'
for number in 1 7 12; do
    alone $number >alone.svg
    expect 0 rsvg-convert -o alone.png alone.svg
    expect 0 rsvg-convert -o wanted.png "${days[number - 1]}"
    cmp -s alone.png wanted.png || wrong "group $number is not ${days[number - 1]}"
done

# ---- PNG frames

expect 0 "$mapgen" animate "$small" --fade 0 --hold 1.5 --scale 1 -o frames/
has out "cd 'frames/' && (n=0; for s in 1.50 "
has out '| ffmpeg '
[ "$(wc -l <out)" -eq 1 ] || wrong 'more than the line for ffmpeg is printed'
number=0
for file in frames/*; do
    number=$((number + 1))
    [ "$file" = "$(printf 'frames/frame-%04d.png' $number)" ] || wrong "a frame is called $file"
done
[ "$number" -gt 2 ] || wrong 'there are too few frames to tell'

# ---- what cannot be

rm -rf frames
for arguments in '-o film.mp4' '-o film.gif --steps quick' '-o film.gif --length 20' \
    '-o film.gif --steps time --length 2' '-o film.gif --hold 0' '-o film.gif --fade 1.5' \
    '-o film.gif --loop -1' '-o film.gif --from 1800-01-01 --to 1801-01-01' \
    '-o film.gif --dates 2020-03-01 --from 2021-01-01' '-o film.svg --profile wikimedia'; do
    # shellcheck disable=SC2086
    expect 2 "$mapgen" animate "$small" $arguments
    empty out
done
expect 2 "$mapgen" animate "$small" -o film.mp4
has err "'film.mp4' does not say what to write: end it with .gif, .webp or .svg"
expect 2 "$mapgen" animate "$small" -o film.gif --from 1800-01-01 --to 1801-01-01
has err 'nothing changes in this view in the span asked for'
expect 1 "$mapgen" animate "$small" --size 9000x400 --scale 2 -o film.webp
has err 'film.webp: '
has err 'a side has 1 to 16383'
expect 1 "$mapgen" animate "$small" --size 6000x6000 --scale 8 -o film.gif
has err 'too many to be held at a time'
for file in film.*; do
    [ ! -e "$file" ] || wrong "$file was begun"
done

finish
