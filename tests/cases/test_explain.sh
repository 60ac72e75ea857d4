#!/usr/bin/env bash
# Every twentieth row of truth.cases through the command, as a reader would ask (test_truth.c has
# them all); what comes before and after, every date at once, rows that do not apply, the chart.
# test_drawn_truth.c compares what is explained with what is drawn.
. "$2/tests/support/shell.sh"

while read -r place day holder status; do
    expect 0 "$mapgen" explain "$karabakh" --place "$place" --date "$day" --format=json
    said=$(jq -r '"\(.holder) \(.status)"' out)
    # shellcheck disable=SC2053 # the holder '*' is a pattern
    [[ $said == $holder\ $status ]] || wrong "$place on $day: $said instead of $holder $status"
    [ "$(jq -r '.date' out)" = "$day" ] || wrong "another date than $day"
    jq -e '.since and .event and .event_date and .certainty and .source.title and .source.side
        and .district' out >/dev/null || wrong "$place on $day: a member is missing"
done < <(grep -vE '^(#|$)' "$source_folder/tests/cases/truth.cases" | awk 'NR % 20 == 1 && !/\|/')

# Not a place but a point beside it, and a region.
expect 0 "$mapgen" explain "$karabakh" --at 46.7512,39.7633 --date 2020-11-08
has out 'AZ'
has out '2020-11-08'
expect 0 "$mapgen" explain "$karabakh" --region lachin-district --date 2020-12-01 --format=json
[ "$(jq -r '[.areas[].holder] | unique | join(" ")' out)" = 'AZ RUPK' ] ||
    wrong 'Lachin district on 2020-12-01'


# ---- before and after: each ends where the next begins, and asking there gives the same answers
expect 0 "$mapgen" explain "$karabakh" --place lachin --date 2021-06-01 --format=json
cp out now
[ "$(jq -r '"\(.before.holder) \(.holder) \(.after.holder)"' now)" = 'NKR RUPK AZ' ] ||
    wrong 'Lachin before and after June 2021'
jq -e '.before.until == .since and .until == .after.since and .after.until == ".."' now >/dev/null ||
    wrong 'before, now and after do not meet'
expect 0 "$mapgen" explain "$karabakh" --place lachin --date "$(jq -r .until now)" --format=json
jq -e --slurpfile now now '.event == $now[0].after.event and .before.event == $now[0].event and
    .before.since == $now[0].since and .after == null' out >/dev/null ||
    wrong 'what came after is not what was before'
expect 0 "$mapgen" explain "$karabakh" --place lachin --date 2021-06-01
for words in 'now      Russian peacekeepers' 'before   Armenian forces' 'after    Azerbaijan' \
    'since 2020-11-10, until 2022-08-26' 'annotations'; do
    has out "$words"
done
tr -s '\n ' ' ' <out | grep -qF 'lachin-2022 of 2022-08-26' || wrong 'a row to come is not listed'

# ---- every date at once: tenures without a gap, each the answer on its first day
expect 0 "$mapgen" explain "$karabakh" --place shusha --all --format=json
cp out all
jq -e '.tenures | .[0].since == ".." and .[-1].until == ".." and length == 3 and
    ([.[1:][].since] == [.[:-1][].until])' all >/dev/null || wrong 'tenures of Shusha have gaps'
while read -r day holder event; do
    expect 0 "$mapgen" explain "$karabakh" --place shusha --date "$day" --format=json
    [ "$(jq -r '"\(.holder) \(.event) \(.since)"' out)" = "$holder $event $day" ] ||
        wrong "Shusha on $day is not as in --all"
done < <(jq -r '.tenures[1:][] | "\(.since) \(.holder) \(.event)"' all)
expect 0 "$mapgen" explain "$karabakh" --place shusha --all
has out '1992-05-09  2020-11-08  Armenian forces'

# A region falls into parts that always changed together; they add up to it.
expect 0 "$mapgen" explain "$karabakh" --region lachin-district --all --format=json
cp out parts
expect 0 "$mapgen" stats "$karabakh" --date 2020-11-10 --region lachin-district --format=json
jq -e --slurpfile stats out '([.parts[].area_km2] | add) as $parts |
    ([$stats[0][].km2] | add) as $whole | ($parts - $whole | fabs) < 1e-6 * $whole and
    (.parts | length) > 2 and (.parts | all(.tenures | length >= 3))' parts >/dev/null ||
    wrong 'the parts of Lachin district'

# ---- rows that do not apply, and why: a log in which every reason occurs
cp -r "$source_folder/tests/support/small" fates
sed -i "s|\.\./\.\./\.\./styles/|$source_folder/styles/|" fates/small.yaml
cat >fates/timeline.csv <<'CSV'
id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,note,place,reported,withdrawn,caption_en
opening,control,..,all,TWO,control,,high,The atlas,,third,,,,,
already,control,2020-01-01,right,TWO,control,,high,The atlas,,third,,,,,
taken,control,2020-03-01,northeast,ONE,control,,high,The observer,,third,,,,,
morning,control,2020-04-01,right,TWO,control,,high,The observer,,third,,,,,
evening,control,2020-04-01,right,ONE,control,,high,The observer,,third,,,,,
later,control,2022-01-01,right,TWO,control,,low,One's gazette,,one,,,2020-06-01,,
rumour,control,2020-05-01,northeast,TWO,control,,low,Two's gazette,,two,,,,2020-05-03,
secret,control,2020-06-01,northeast,TWO,control,,low,Two's gazette,,two,,,2023-01-01,,
elsewhere,control,2020-06-01,left,ONE,control,,high,The atlas,,third,,,,,
fair,annotation,2020-06-02,,,,,,The observer,,third,,bori,,,A fair is held in Bori
seen,place,2020-06-03,,TWO,claimed,,low,Two's gazette,,two,,bori,,,
CSV
expect 0 "$mapgen" explain fates/small.yaml --place bori --date 2021-01-01 --as-known-at 2021-06-01 --format=json
jq -r '.rows[] | "\(.event) \(.fate) \(.by.event // "-") \(.on // "-")"' out >fates/told
cat >fates/wanted <<'TOLD'
opening gave-way taken 2020-03-01
already no-change opening -
taken in-force - -
morning overridden evening -
evening no-change taken -
fair annotation - -
seen in-force - -
later to-come - -
rumour withdrawn - 2020-05-03
secret not-yet-reported - 2023-01-01
TOLD
diff fates/told fates/wanted || wrong 'fates of the rows'
[ "$(jq -r '[.rows[] | select(.one_side == "two") | .event] | join(" ")' out)" = 'seen rumour secret' ] ||
    wrong 'one-sided rows'
expect 0 "$mapgen" explain fates/small.yaml --place bori --date 2021-01-01 --as-known-at 2021-06-01
for words in 'changed nothing: it was so already by opening' 'set aside by a later row of the same date, evening' \
    'withdrawn on 2020-05-03' 'not reported before 2023-01-01' 'lies after the day' \
    'A fair is held in Bori' 'itself   claimed by Side Two' 'on the word of one side alone: One'; do
    tr -s '\n ' ' ' <out | grep -qF -e "${words/   / }" || wrong "no '$words' in the text"
done
expect 0 "$mapgen" explain fates/small.yaml --region right --date 2020-02-01
tr -s '\n ' ' ' <out | grep -qF 'taken of 2020-03-01 (line 4): northeast ONE control; lies after the day; covers 1890.85 km² of it' ||
    wrong 'a row that covers a part of the region'

expect 0 "$mapgen" explain fates/small.yaml --place bori --all
tr -s '\n ' ' ' <out | grep -qF 'of the place itself seen of 2020-06-03 (line 12): bori TWO claimed; in force to the end' ||
    wrong 'what is said of the place itself on all dates'

# ---- several subjects: one object with a list
expect 0 "$mapgen" explain "$karabakh" --place shusha --region zone --at 46.7512,39.7633 --date 2020-11-10 --format=json
[ "$(jq -r '[.subjects[] | .place // .region // .at] | join(" ")' out)" = 'shusha zone 46.7512,39.7633' ] ||
    wrong 'three subjects'

# ---- the chart: both formats, the same bytes twice, subjects in order, nothing on stdout
expect 0 "$mapgen" explain "$karabakh" --place shusha --place lachin --region zone -o towns.svg -o towns.png
empty out
expect 0 "$mapgen" explain "$karabakh" --place shusha --place lachin --region zone -o again.svg
cmp -s towns.svg again.svg || wrong 'two charts differ'
xmllint --noout towns.svg || wrong 'the chart is not XML'
[ "$(grep -o 'id="[a-z0-9-]*subject-[a-z]*"' towns.svg | sed 's/.*subject-//' | tr -d '"' | tr '\n' ' ')" = \
    'shusha lachin zone ' ] || wrong 'bars are not in order'
for words in '<title' '<desc' 'Who held what, and when' 'data-event="shusha-2020"' 'data-holder="RUPK"'; do
    has towns.svg "$words"
done
expect 0 "$mapgen" explain "$karabakh" --place shusha --lang ru --layout mobile --date 2020-11-10 -o -
has out 'Шуша'
expect 0 "$mapgen" explain "$small" --place bori --style dark --title 'Bori, 2020' -o titled.svg
has titled.svg 'Bori, 2020'
expect 2 "$mapgen" explain "$small" --place bori -o chart.gif
has err 'chart.gif'
expect 2 "$mapgen" explain "$small" --place bori --layout poster -o chart.svg
has err "no layout called 'poster'"
[ ! -e chart.svg ] || wrong 'a chart in spite of an error'

finish
