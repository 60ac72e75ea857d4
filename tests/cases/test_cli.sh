#!/usr/bin/env bash
# The commands as a user meets them: help, exit status, what goes to stdout and what to stderr.
. "$2/tests/support/shell.sh"

commands="render series dates stats explain export check corpus"

# width FILE.png: its width in pixels, the first number of the header.
width() {
    od -An -tu1 -j 16 -N 4 "$1" | awk '{ print (($1 * 256 + $2) * 256 + $3) * 256 + $4 }'
}

# ---- help and version
expect 0 "$mapgen" --help
for command in $commands; do
    has out "mapgen $command"
done
expect 0 "$mapgen" --version
has out 'mapgen '
expect 2 "$mapgen"
has err 'Usage:'
for command in $commands; do
    expect 0 "$mapgen" "$command" --help
    has out "mapgen $command"
    has out '--help'
    empty err
    expect 0 "$mapgen" "$command" --version
    has out 'mapgen '
done

# ---- wrong usage: status 2, a hint, nothing on stdout
while read -r message arguments; do
    # shellcheck disable=SC2086
    expect 2 "$mapgen" $arguments
    has err "${message//_/ }"
    has err "mapgen: try 'mapgen "
    empty out
done <<TABLE
did_you_mean_'render'? rendr
there_is_no_option_'--quiet' --quiet
project_file_is_missing check
one_argument_too_many check $small $small
did_you_mean_'--date'? render --dat 2020-03-01
--date_is_missing render $small -o x.svg
-o_is_missing render $small --date 2020-03-01
--date_2020-13-01 render $small --date 2020-13-01 -o x.svg
--date_1993-08 render $small --date 1993-08 -o x.svg
is_not_before render $small --date 2020-03-01 --since 2020-03-01 -o x.svg
x.gif render $small --date 2020-03-01 -o x.gif
no_'gif' render $small --date 2020-03-01 -o x --format gif
there_are_en,_ru render $small --date 2020-03-01 --lang fr -o x.svg
-o_is_missing series $small
--from_is_after_--to series $small --from 2021-01-01 --to 2020-01-01 -o d
no_'tiff' series $small --format svg,tiff -o d
did_you_mean_'whole'? series $small --view whol -o d
neither_changes,_monthly series $small --dates weekly -o d
names_no_day series $small --dates 2019-01-01 --from 2020-01-01 -o d
-j_is_negative series $small -j -1 -o d
no_'yaml' stats $small --format yaml
did_you_mean_'northeast'? stats $small --region northest
one_of_--place,_--region_and_--at explain $small --date 2020-03-01
--date_is_missing explain $small --place alba
--date_is_one explain $small --date 2020-03-01 --all --place alba
did_you_mean_'alba'? explain $small --date 2020-03-01 --place Alva
longitude_and_latitude explain $small --date 2020-03-01 --at 46
longitude_and_latitude explain $small --date 2020-03-01 --at 200,40
latitude_is_146 explain $small --date 2020-03-01 --at 40,146
longitude_stands_first:_146,40? explain $small --date 2020-03-01 --at 40,146
end_it_with_.geojson,_.shp_or_.gpkg export $small --date 2020-03-01 -o x.kml
-o_is_missing export $small --date 2020-03-01
goes_with_neither export $small --date 2020-03-01 --to 2021-01-01 -o x.shp
--to_is_before export $small --from 2021-03-01 --to 2021-01-01 -o x.shp
TABLE

# ---- what is set by hand, wrongly: in both commands that draw maps
cp -r "$source_folder/tests/support/small" hand
cp -r "$source_folder/styles" styles
sed -i 's|\.\./\.\./\.\./styles/|../styles/|' hand/small.yaml
printf 'layouts:\n  wide: {like: article, size: [1200, 675]}\n' >>hand/small.yaml
by_hand=hand/small.yaml
while read -r message arguments; do
    for command in "render --date 2020-03-12 -o x.svg" "series -o d"; do
        # shellcheck disable=SC2086
        expect 2 "$mapgen" $command "$by_hand" $arguments
        has err "${message//_/ }"
        [ "$(wc -l <err)" -eq 2 ] || wrong "more than a message and a hint: $last"
        [ ! -e x.svg ] && [ ! -e d ] || wrong "something was drawn: $last"
    done
done <<'TABLE'
did_you_mean_'--caption'? --captoin x
did_you_mean_'article'? --layout artcle
did_you_mean_'wide'? --layout wied
print,_bare --layout A5
WIDTHxHEIGHT_is_expected --size 1200
WIDTHxHEIGHT_is_expected --size 160x120cm
each_from_1_to_5080 --size 6000x120mm
no_room_for_a_map --size 100x100
did_you_mean_'article'? --style artcle
there_are_article --style magazine
there_are_en,_ru --lang fr
there_are_en,_ru --lang fr-FR
there_are_en,_ru --lang en-Überall
did_you_mean_'en'? --lang en-
there_are_en,_ru --lang en,fr
one_language_or_two --lang en,ru,en
one_language_or_two --lang=
the_two_languages_are_one --lang ru,ru
from_1_to_8 --scale 9
from_1_to_8 --scale 1.5
--title:_the_text_is_empty --title=
--credit:_the_text_is_empty --credit=
--edition:_the_text_is_empty --edition=
PLACE=TEXT_is_expected --label Alba
PLACE=TEXT_is_expected --label =Alba
--label:_the_text_is_empty --label alba=
did_you_mean_'alba'? --label Alva=Elsewhere
'alba'_is_given_twice --label alba=A --label Альба=B
LON,LAT=TEXT_is_expected --mark 46.5,40
longitude_and_latitude --mark 46.5=Here
longitude_and_latitude --mark 246.5,140=Here
longitude_stands_first:_146.5,40? --mark 40,146.5=Here
longitude_stands_first:_46.5,40? --mark 40,46.5=Here
--mark:_the_text_is_empty --mark 46.5,40=
did_you_mean_'northeast'? --highlight northest
PLACE,KM_or_LON,LAT,KM --around alba
PLACE,KM_or_LON,LAT,KM --around alba,near
from_1_to_2000 --around alba,0
from_1_to_2000 --around 46.5,40,2001
did_you_mean_'alba'? --around Alva,15
longitude_stands_first:_46.5,40? --around 40,46.5,15
TABLE
expect 2 "$mapgen" render "$by_hand" --date 2020-03-12 -o x.svg --title $'a\001b'
has err 'control character 0x01'

# ---- failures: status 1, the file is named
for command in check dates stats; do
    expect 1 "$mapgen" "$command" nowhere.yaml
    has err 'mapgen: nowhere.yaml'
    empty out
done
expect 1 "$mapgen" render "$small" --date 2020-03-01 -o /dev/null/x.svg
has err '/dev/null/x.svg'
printf 'id: small\nidd: again\n' >broken.yaml
expect 1 "$mapgen" check broken.yaml
has err 'broken.yaml:2'

# ---- render
expect 0 "$mapgen" render "$small" --date 2020-03-12 -o - -o map.svg -o map.png -o deep/map.pdf
cmp -s out map.svg || wrong "stdout is not the file: $last"
xmllint --noout map.svg || wrong 'map.svg is no XML'
[ "$(head -c 8 map.png | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] || wrong 'map.png is no PNG'
[ "$(head -c 5 deep/map.pdf)" = %PDF- ] || wrong 'map.pdf is no PDF'
empty err
expect 0 "$mapgen" render "$small" --date 2020-03-12 -o - --format png
cmp -s out map.png || wrong "stdout is not the file: $last"
expect 0 "$mapgen" render "$small" --date 2020-03-12 -o plain --format svg
cmp -s plain map.svg || wrong 'the format of a file without ending'
expect 0 "$mapgen" render "$small" --date 2020-03-12 --view south --lang ru -o south.svg
cmp -s south.svg map.svg && wrong 'a view and a language make no difference'

# ---- render: what is set by hand, rightly
draw() {
    expect 0 "$mapgen" render "$by_hand" --date 2020-03-12 "$@"
    empty err
}
# same_but_ids ONE OTHER: the ids of a map name its options; all else is the same.
same_but_ids() {
    cmp -s <(sed 's/small-whole-[-a-z0-9]*//g' "$1") <(sed 's/small-whole-[-a-z0-9]*//g' "$2")
}
draw -o plain.svg
for language in en-US en-GB ru-RU en,ru en-US,ru; do
    draw --lang $language -o language.svg
done
draw --lang ru,en -o - --format svg
draw --style article -o styled.svg
same_but_ids styled.svg plain.svg || wrong 'a style by its name'
draw --style styles/article.css -o styled.svg
same_but_ids styled.svg plain.svg || wrong 'a style by its path'
draw --scale 1 -o one.png
draw --scale 3 -o three.png
[ "$(width one.png)" -eq 800 ] && [ "$(width three.png)" -eq 2400 ] || wrong 'pixels per point'
draw --layout wide -o wide.png
draw --size 1200x675 -o sized.png
[ "$(width wide.png)" -eq 2400 ] && [ "$(width sized.png)" -eq 2400 ] || wrong 'the size of a page'
draw --size 127x127mm -o square.svg
has square.svg 'width="127mm"'
draw --title 'A title' --caption '' --credit 'A credit' --edition '2nd edition' --label Альба=Elsewhere \
    --label bori='B = b' --mark 46.5,40='Here it was' --mark ' 46.6 , 40.1 '='There' \
    --highlight northeast --highlight left --graticule -o words.svg
for words in 'A title' 'A credit' '2nd edition' Elsewhere 'B = b' 'Here it was' There; do
    grep -q "<text[^>]*>$words" words.svg || wrong "'$words' is not on the map"
done
grep -q '<text[^>]*>Alba' words.svg && wrong 'a place has its old name too'
draw --no-text -o mute.svg
grep -q '<text' mute.svg && wrong 'words on a map without text'
draw --around Böri,15 -o around.svg
draw --around 46.75,40.2,15 -o point.svg
cmp -s around.svg point.svg || wrong 'around a place is not around its point'

# ---- a project in which all that can be is set by hand
all_by_hand=$source_folder/tests/support/small/by-hand.yaml
expect 0 "$mapgen" check "$all_by_hand"
# words DATE TEXT...: what the map of a date says, and nothing of what begins with "no:".
words() {
    local date=$1 text
    shift
    expect 0 "$mapgen" render "$all_by_hand" --date "$date" -o hand.svg
    for text; do
        case $text in
        no:*) grep -q "<text[^>]*>${text#no:}" hand.svg && wrong "'${text#no:}' on the map of $date" ;;
        *) grep -q "<text[^>]*>$text" hand.svg || wrong "no '$text' on the map of $date" ;;
        esac
    done
}
words 2019-12-31 '31 December 2019' 'no:Where four meet' 'no:The northeast falls'
words 2020-03-12 'The northeast falls' 'Where four meet' 'no:A quiet year' 'no:Drawn by hand'
words 2021-05-31 'A quiet year but for the southeast' 'Drawn by hand' '2nd edition .* 1 February 2022' \
    'no:The northeast falls'
words 2022-01-01 '2nd edition' 'no:2nd edition .* 1 February 2022' 'no:Drawn by hand'
expect 0 "$mapgen" render "$all_by_hand" --date 2021-05-31 --title 'Of the day' --credit 'The day' -o hand.svg
has hand.svg 'Of the day'
hasnt hand.svg 'Drawn by hand'
expect 0 "$mapgen" render "$all_by_hand" --date 2020-03-12 --layout column -o hand.svg
has hand.svg 'width="90mm" height="120mm"'

# ---- series
expect 0 "$mapgen" series "$small" --view whole --format svg,png -o series
for day in 2020-03-01 2020-03-12 2021-05-31 2022-01-01; do
    [ -s "series/whole/$day.svg" ] || wrong "no SVG of $day"
    [ -s "series/whole/$day.png" ] || wrong "no PNG of $day"
done
[ "$(find series/whole -type f | wc -l)" -eq 8 ] || wrong 'the series has not 8 files'
[ "$(ls series)" = 'index.html
whole' ] || wrong 'beside the maps there is more than a page'
expect 0 "$mapgen" series "$small" --view whole --no-viewer -o bare
[ "$(ls bare)" = whole ] || wrong '--no-viewer writes a page'
empty out
expect 0 "$mapgen" series "$small" -o all
[ -s all/south/2022-01-01.svg ] || wrong 'no map in the second view'
[ ! -e all/south/2020-03-01.svg ] || wrong 'a map of a change that lies outside its view'
expect 0 "$mapgen" series "$small" --dates monthly --from 2020-01-15 --to 2020-04-01 --view whole -o months
[ "$(cd months/whole && echo *)" = '2020-02-01.svg 2020-03-01.svg 2020-04-01.svg' ] ||
    wrong 'monthly is not the first of each month'
expect 0 "$mapgen" series "$small" --dates 2020-06-01,2020-03-05 --view whole -o list
[ "$(cd list/whole && echo *)" = '2020-03-05.svg 2020-06-01.svg' ] || wrong 'a list of dates'
expect 0 "$mapgen" series "$small" --from 2020-03-02 --to 2021-12-31 --view whole -o span
[ "$(cd span/whole && echo *)" = '2020-03-12.svg 2021-05-31.svg' ] || wrong '--from and --to'

expect 0 "$mapgen" series "$by_hand" --around alba,20 --dates 2020-03-12 -o near
[ "$(cd near && echo *)" = 'index.html whole' ] || wrong 'around a place in more than the first view'
expect 0 "$mapgen" series "$by_hand" --around alba,20 --view south --dates 2020-03-12 -o near-south
[ -s near-south/south/2020-03-12.svg ] || wrong 'around a place in a view that was asked for'
expect 0 "$mapgen" series "$by_hand" --view whole --dates 2020-03-12 --scale 1 --format png -o small-pixels
[ "$(width small-pixels/whole/2020-03-12.png)" -eq 800 ] || wrong 'pixels per point in a series'

# Where the time went: seven kinds of work, whose shares add up, and only when asked for.
expect 0 "$mapgen" series "$small" --view whole --no-viewer --format svg,png -o timed
hasnt err 'topology'
expect 0 "$mapgen" series "$small" --view whole --no-viewer --format svg,png --timings -o timed
[ "$(grep -cE '^(read|topology|plan|compose|draw|encode|write) +[0-9]+\.[0-9]+ s +[0-9.]+ %$' err)" -eq 7 ] ||
    wrong '--timings has not a line for each kind of work'
awk '/ s .*%$/ {all += $2} /^together/ {whole = $2} END {exit !(whole > 0 && (all - whole) ^ 2 < .00003)}' err ||
    wrong 'the times of --timings do not add up'

# ---- dates, stats
expect 0 "$mapgen" dates "$small"
has out '2020-03-12'
has out 'The east returns to Two'
expect 0 "$mapgen" dates "$small" --format=json
[ "$(jq -r '.[3] | "\(.date) \(.events[0]) \(.km2 > 3000)"' out)" = '2022-01-01 back true' ] ||
    wrong 'dates as JSON'
expect 0 "$mapgen" dates "$small" --format=csv
has out 'date,km2,events,sentence'
expect 0 "$mapgen" dates "$small" --lang en-US
has out 'from March 10 to March 12, 2020'
has out 'The east returns to Two'
hasnt out '10 to 12 March'
expect 0 "$mapgen" stats "$small" --date 2020-03-05 --regions --format=json
[ "$(jq '[.[] | select(.region == "all") | .share] | add' out)" = 1 ] || wrong 'shares add up to 1'
jq -e '.[] | select(.region == "northeast" and .holder == "ONE" and .status == "contested" and
    .other == "TWO" and .share == 1)' out >/dev/null || wrong 'stats of a region as JSON'
expect 0 "$mapgen" stats "$small" --region right --date 2020-03-05
has out 'right'
hasnt out 'all'
expect 0 "$mapgen" stats "$small" --format=csv
# Four dates; on two of them a control that has nothing left is told with what it lost.
[ "$(wc -l <out)" -eq 11 ] || wrong 'stats for all change dates'

# ---- explain
expect 0 "$mapgen" explain "$small" --place bori --date 2020-03-15 --format=json
[ "$(jq -r '"\(.place) \(.holder) \(.status) \(.since) \(.event) \(.event_date) \(.source.title) \(.district)"' out)" = \
    'bori ONE control 2020-03-12 taken 2020-03-10/2020-03-12 The observer NE' ] ||
    wrong 'explain a place as JSON'
expect 0 "$mapgen" explain "$small" --place bori --date 2020-03-15 --lang ru-RU
has out 'Бори'
for name in Bori böri BÖRI 'Бори'; do
    expect 0 "$mapgen" explain "$small" --place "$name" --date 2020-03-15
    has out 'The observer'
done
expect 0 "$mapgen" explain "$small" --at 46.75,40.2 --date 2020-03-05 --format=json
[ "$(jq -r '"\(.holder) \(.status) \(.other) \(.certainty)"' out)" = 'ONE contested TWO medium' ] ||
    wrong 'explain a point as JSON'
expect 0 "$mapgen" explain "$small" --at 10,10 --date 2020-03-05 --format=json
[ "$(jq -r '.holder' out)" = null ] || wrong 'explain a point outside'
expect 0 "$mapgen" explain "$small" --at 10,10 --date 2020-03-05
has out 'outside the theatre'
expect 0 "$mapgen" explain "$small" --region right --date 2020-03-05 --format=json
[ "$(jq -r '[.areas[].holder] | join(" ")' out)" = 'TWO ONE' ] || wrong 'explain a region by area'
expect 0 "$mapgen" explain "$small" --region northeast --date 2020-03-05 --format=json
[ "$(jq -r '.holder' out)" = ONE ] || wrong 'explain a region that one holds'

# ---- export
expect 0 "$mapgen" export "$small" --date 2020-03-05 -o areas.geojson
ogrinfo -q -al -geom=no areas.geojson >listing || wrong 'ogrinfo does not read the export'
[ "$(grep -c '^OGRFeature' listing)" -eq 3 ] || wrong 'the export has not three areas'
grep -q 'holder (String) = TWO' listing || wrong 'the export has no holder'
expect 0 "$mapgen" export "$small" --date 2020-03-05 -o -
cmp -s out areas.geojson || wrong 'export to stdout'

# ---- check
expect 0 "$mapgen" check "$small"
expect 0 "$mapgen" check "$small" --format=json
jq -e 'type == "array"' out >/dev/null || wrong 'check as JSON'

# ---- a pipe that closes is a failure, not a crash
("$mapgen" stats "$small" --format=json; echo $? >status) 2>/dev/null >/dev/full
[ "$(cat status)" -eq 1 ] || wrong 'a full disk is not told'
for words in --help --version 'render --help' 'dates --version'; do
    # shellcheck disable=SC2086
    ("$mapgen" $words; echo $? >status) 2>/dev/null >/dev/full
    [ "$(cat status)" -eq 1 ] || wrong "a full disk is not told by $words"
done

finish
