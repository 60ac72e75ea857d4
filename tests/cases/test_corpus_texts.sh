#!/usr/bin/env bash
# Documents against a project: what they name and date, and what the log and the maps lack.
. "$2/tests/support/shell.sh"

mkdir texts
cat >texts/b.txt <<'TEXT'
The siege of Bori (2020)

On 1 March, Bori's outskirts were reached. The town fell between 10 and 12 March.

Cela saw a fair in June 2020. In July 2020 it saw another.

Dura was taken in May 2021; Dura and Alba were at peace in 1999.
TEXT
printf '\xef\xbb\xbfВ мае 2021 г. пала Дура.\r\n\r\nBöri district and Bori were given back on 1 January 2022.\r\n' >texts/a.txt
printf 'Not read: Alba, 1 May 2021.\n' >texts/c.md

# ---- the lists as JSON
expect 0 "$mapgen" corpus "$small" texts --format=json
empty err
jq -e 'keys == ["mentions", "regions", "uncovered", "unmentioned"]' out >/dev/null || wrong 'the lists'

# Where, what and beside which dates; the folder in order of names.
jq -r '.mentions[] | [.file, .line, .column, .name, (.places | join("+")), .kind,
    (.edtf | join(" ")), (.beside // "-"), (.events | join(" "))] | join(",")' out >mentions
cat >wanted <<'LIST'
texts/a.txt,1,20,Дура,dura,place,2021-05,sentence,south
texts/a.txt,3,1,Böri district,bori,district,2022-01-01,sentence,back
texts/a.txt,3,19,Bori,bori,place,2022-01-01,sentence,back
texts/b.txt,1,14,Bori,bori,place,2020,sentence,advance taken
texts/b.txt,3,13,Bori,bori,place,2020-03-01?,sentence,advance
texts/b.txt,5,1,Cela,cela,place,2020-06,sentence,fair
texts/b.txt,7,1,Dura,dura,place,2021-05 1999,sentence,south
texts/b.txt,7,29,Dura,dura,place,2021-05 1999,sentence,south
texts/b.txt,7,38,Alba,alba,place,2021-05 1999,sentence,
LIST
diff wanted mentions || wrong 'the mentions'

# Each date with its days, where its year is from, and what covers it.
[ "$(jq -c '.mentions[4].dates' out)" = '[{"edtf":"2020-03-01?","text":"1 March","earliest":"2020-03-01","latest":"2020-03-01","year":"inferred","events":["advance"]}]' ] ||
    wrong "the date of an inferred year: $(jq -c '.mentions[4].dates' out)"

jq -r '.uncovered[] | [.line, .name, .edtf, .text, .earliest, .latest, .year] | join(",")' out >uncovered
cat >wanted <<'LIST'
7,Dura,1999,1999,1999-01-01,1999-12-31,given
7,Dura,1999,1999,1999-01-01,1999-12-31,given
7,Alba,2021-05,May 2021,2021-05-01,2021-05-31,given
7,Alba,1999,1999,1999-01-01,1999-12-31,given
LIST
diff wanted uncovered || wrong 'the dated mentions without an event'
jq -e '.unmentioned == []' out >/dev/null || wrong 'every place is mentioned'

# ---- one document: places without a mention, and the views that show them
expect 0 "$mapgen" corpus "$small" texts/a.txt --format=json --list unmentioned
[ "$(jq -c '[.[] | [.place, .views]]' out)" = '[["alba",["whole"]],["cela",["whole"]]]' ] ||
    wrong "places without a mention: $(jq -c . out)"
expect 0 "$mapgen" corpus "$small" texts/a.txt --list unmentioned --lang ru
has out 'Альба'

# ---- a table, CSV, one place
expect 0 "$mapgen" corpus "$small" texts
has out 'Mentions: 9 (8 of places, 1 of districts and areas)'
has out 'Dated mentions that no event covers: 4'
has out 'Places on a map that no document mentions: 0'
has out 'texts/b.txt:3:13'
has out "On 1 March, Bori's outskirts were reached."
expect 0 "$mapgen" corpus "$small" texts --list mentions --format csv
[ "$(sed -n 1p out)" = 'file,line,column,name,places,kind,area,edtf,beside,events,excerpt' ] ||
    wrong "the heading of the CSV: $(sed -n 1p out)"
[ "$(wc -l <out)" -eq 10 ] || wrong 'the lines of the CSV'
expect 0 "$mapgen" corpus "$small" texts --place Böri
has out 'Mentions: 4'
has out 'that no event covers: 0'
hasnt out 'Dura'

# ---- stdin, and a name across a line break
printf 'A fair\nin Cela on 1 June 2020, and\nin Dura.' >lines.txt
expect 0 "$mapgen" corpus "$small" - --list mentions <lines.txt
has out 'stdin:2:4'
has out 'fair'

# ---- a date of no known year is told, and is no date that an event covers
printf 'On 1 March Bori fell.' >yearless.txt
expect 0 "$mapgen" corpus "$small" yearless.txt --list uncovered --format=json
[ "$(jq -c '[.[] | [.edtf, .text, .earliest, .year]]' out)" = '[[null,"1 March",null,"unknown"]]' ] ||
    wrong "a date without a year: $(jq -c . out)"

# ---- districts and areas of another project, which no place is called after
printf 'The northeast and the Southeast were won in March 2020; Northwest district, Southwest and Бори stayed.\n\nСеверо-восток, Юго-востоком.\n' >regions.txt
expect 0 "$mapgen" corpus "$small" regions.txt --list regions --format=json
jq -r '.[] | [.line, .name, .region, .kind, (.edtf // "-"), (.held | join("+"))] | join(",")' out >regions
cat >wanted <<'LIST'
1,The northeast,The northeast,area,2020-03,Side One 100 %
1,Southeast,Southeast,district,2020-03,Side Two 100 %
1,Northwest district,Northwest,district,2020-03,Side One 100 %
1,Southwest,Southwest,district,2020-03,Side One 100 %
3,Северо-восток,The northeast,area,-,
3,Юго-востоком,The southeast,area,-,
LIST
diff wanted regions || wrong 'the regions of another project'
expect 0 "$mapgen" corpus "$small" regions.txt
has out 'Mentions: 7 (1 of places, 6 of districts and areas)'

# ---- the same whatever the locale
expect 0 "$mapgen" corpus "$small" texts --format=json
cp out first
expect 0 env LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 TZ=Asia/Baku "$mapgen" corpus "$small" texts --format=json
cmp first out || wrong 'the locale shows'

# ---- bad input: what, where, and nothing on stdout
refused() { # STATUS TEXT ARGUMENT...
    local status=$1 text=$2
    shift 2
    expect "$status" "$mapgen" corpus "$small" "$@"
    has err "$text"
    empty out
}
printf 'one\ntwo T\xdcRK\n' >latin1.txt
refused 1 'latin1.txt:2: byte 10 (0xDC) is not UTF-8' texts/a.txt latin1.txt
printf 'x\0y' >zero.txt
refused 1 'zero.txt:1: byte 2 is zero' zero.txt
printf '\xff\xfea\0' >utf16.txt
refused 1 'utf16.txt:1: the text is UTF-16' utf16.txt
refused 1 'nowhere.txt' nowhere.txt
mkdir none
refused 1 'none: the folder has no .txt files' none
refused 2 'the documents are missing'
refused 2 '--list mentions, regions, uncovered or unmentioned' texts --format csv
refused 2 "did you mean 'uncovered'?" texts --list uncoverd
refused 2 "no place called 'Bory'; did you mean" texts --place Bory
refused 2 "--lang: there is no 'hy'" texts --lang hy
: >empty.txt
expect 0 "$mapgen" corpus "$small" empty.txt
has out 'Mentions: 0'

# ---- the shipped project: areas called after a place are not the place
cat >karabakh.txt <<'TEXT'
The Lachin corridor was opened on 10 November 2020; Lachin lies in it.

Most of Lachin district changed hands on 1 December 2020, as Aghdam district had on 20 November and
Kalbajar district on 25 November 2020.

Nagorno-Karabakh is an area. Xankəndinin adı 26 sentyabr 1923-cü ildə dəyişdirildi.
TEXT
expect 0 "$mapgen" corpus "$karabakh" karabakh.txt --format=json
jq -r '.mentions[] | [(.places | join("+")), .kind, .area // "-", (.edtf | join(" "))] | join(",")' out >mentions
cat >wanted <<'LIST'
lachin,area,Lachin corridor,2020-11-10
lachin,place,-,2020-11-10
lachin,district,-,2020-12-01 2020-11-20? 2020-11-25
aghdam,district,-,2020-12-01 2020-11-20? 2020-11-25
kalbajar,district,-,2020-12-01 2020-11-20? 2020-11-25
,area,Nagorno-Karabakh,1923-09-26
stepanakert,place,-,1923-09-26
LIST
diff wanted mentions || wrong 'the mentions of the shipped project'
for wanted in '0 0 statement-2020' '2 0 lachin-2020' '3 1 aghdam-2020' '4 2 kalbajar-2020'; do
    read -r mention date event <<<"$wanted"
    jq -e --argjson m "$mention" --argjson d "$date" --arg e "$event" \
        '.mentions[$m].dates[$d].events | index($e) != null' out >/dev/null ||
        wrong "$event does not cover mention $mention: $(jq -c ".mentions[$mention].dates[$date]" out)"
done
# Who held them on the day, by area, and nothing before the log begins.
jq -r '.regions[] | [.name, .region, .kind, .edtf, ([.holders[] | .holder + "/" + .status] | join(" "))] | join(",")' out >regions
cat >wanted <<'LIST'
Lachin corridor,Lachin corridor,area,2020-11-10,RUPK/peacekeeping
Lachin district,Lachin,district,2020-12-01,AZ/control RUPK/peacekeeping
Lachin district,Lachin,district,2020-11-20?,NKR/control RUPK/peacekeeping
Lachin district,Lachin,district,2020-11-25,NKR/control RUPK/peacekeeping
Aghdam district,Aghdam,district,2020-12-01,AZ/control
Aghdam district,Aghdam,district,2020-11-20?,AZ/control
Aghdam district,Aghdam,district,2020-11-25,AZ/control
Kalbajar district,Kalbajar,district,2020-12-01,AZ/control NKR/peacekeeping
Kalbajar district,Kalbajar,district,2020-11-20?,NKR/control NKR/peacekeeping
Kalbajar district,Kalbajar,district,2020-11-25,AZ/control NKR/peacekeeping
Nagorno-Karabakh,Nagorno-Karabakh,area,1923-09-26,
LIST
diff wanted regions || wrong 'who held the regions'
jq -e 'all(.regions[] | select(.holders != []); ([.holders[].share] | add) as $sum | $sum > 0.9997 and $sum < 1.0003)' out >/dev/null ||
    wrong 'the shares of a region do not come to a whole'
jq -e '[.uncovered[] | select(.places == ["stepanakert"])] | length == 1' out >/dev/null ||
    wrong 'what no event covers'

finish
