#!/usr/bin/env bash
# The metadata of an SVG says where it lies on Earth: with its projection and its affine alone, as
# docs/svg.md shows, each place of the gazetteer falls on its dot.
. "$2/tests/support/shell.sh"

for tool in gdaltransform xmllint; do
    command -v "$tool" >/dev/null || {
        printf 'skipped: there is no %s\n' "$tool"
        exit 77
    }
done

# to_page FILE: points "LON LAT" of stdin as "X Y" on the page.
to_page() {
    local projection affine
    projection=$(xmllint --xpath 'string(//*[local-name()="projection"])' "$1")
    affine=$(xmllint --xpath 'string(//*[local-name()="affine"])' "$1")
    gdaltransform -output_xy -s_srs '+proj=longlat +ellps=WGS84' -t_srs "$projection" |
        awk -v m="$affine" 'BEGIN { split(m, a, " ") }
            { printf "%.2f %.2f\n", a[1] * $1 + a[2] * $2 + a[3], a[4] * $1 + a[5] * $2 + a[6] }'
}

for view in karabakh corridor region; do
    expect 0 "$mapgen" render "$karabakh" --view $view --date 2020-11-10 -o $view.svg
    grep -oP '<circle [^>]*data-place="\K[^"]+' $view.svg >ids
    grep -oP '<circle [^>]*data-place=[^>]* cx="\K[^"]+" cy="[^"]+' $view.svg |
        sed 's/" cy="/ /' >dots
    [ "$(wc -l <ids)" -ge 5 ] || wrong "$view: too few places to tell"
    while read -r id; do
        awk -F, -v id="$id" '$1 == id { print $2, $3 }' "${karabakh%/*}/places.csv"
    done <ids >points
    to_page $view.svg <points >computed
    # a hundredth for each of the two that were rounded
    paste -d ' ' ids dots computed |
        awk '{ d = ($2 - $4) ^ 2 + ($3 - $5) ^ 2 } d > 0.03 ^ 2 { print }' >apart
    [ ! -s apart ] || wrong "$view: not on its dot: $(head -n 1 apart)"
done
finish
