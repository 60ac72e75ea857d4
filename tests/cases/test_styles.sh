#!/usr/bin/env bash
# Maps are drawn in each of the shipped styles, and each paints its own way. A style of one's own is three lines; what is wrong with it is told by the line.
. "$2/tests/support/shell.sh"

for style in article dark print-grey wikipedia; do
    expect 0 "$mapgen" render "$karabakh" --style "$style" --date 2020-12-01 -o "$style.svg"
done
[ "$(md5sum ./*.svg | cut -d ' ' -f 1 | sort -u | wc -l)" -eq 4 ] || wrong 'two styles draw one map'

# Greys only: a colour is #rrggbb of three equal pairs, or white.
grep -oiE '#[0-9a-f]{6}\b' print-grey.svg | sort -u |
    grep -viE '#([0-9a-f]{2})\1\1' >coloured
empty coloured

# The style that the README makes has no faults.
mkdir -p styles
cp "$source_folder/styles/article.css" styles
sed -n '/^@import/,/^```/{/^```/q;p}' "$source_folder/styles/README.md" >styles/mine.css
expect 0 test -s styles/mine.css
expect 0 "$mapgen" check "$karabakh" --style styles/mine.css
empty out

# A style may stand anywhere.
printf '@import url("%s/styles/article.css");\n\n:root { --a-now: #7A3FA0; }\n' "$source_folder" >own.css
expect 0 "$mapgen" render "$karabakh" --style own.css --date 2020-12-01 -o own.svg
has own.svg '#7a3fa0'
hasnt own.svg '#2f8499'

# Pale text, two parties of one colour, another's colours: each at its line.
{
    printf '@import url("%s/styles/article.css");\n' "$source_folder"
    printf ':root {\n    --ink-soft: #AAAAAA;\n    --b-now: #3A8CA0;\n}\n'
} >bad.css
expect 1 "$mapgen" check "$karabakh" --style bad.css
has out "bad.css:3: 'caption' (#AAAAAA) on 'panel' (#FFFFFF) has a contrast of 2.32 : 1"
has out "bad.css:4: 'area side-a control now' (#2F8499) and 'area side-b control now' (#3A8CA0) look alike"
has err 'warnings, 0 notes'

# What does not read is no finding but an error.
printf '@import "bad.css";\n.area { fill: bleu }\n' >broken.css
expect 1 "$mapgen" check "$karabakh" --style broken.css
has err "broken.css:2:15: fill: 'bleu' is not a colour"
empty out

# Three sides, each in all three tones and a fourth as peacekeepers, are told apart in every style.
cp -r "${small%/*}" three
sed -i "s|\.\./\.\./\.\./styles|$source_folder/styles|
    s|^  two: .*|&\n  three: {name: {en: Three, ru: Третья}}\n  four: {name: {en: Four, ru: Четвёртая}}|
    s|^  TWO: .*|&\n  THREE: {side: three, role: side-c, name: {en: Side Three, ru: Третья сторона}, legend: {en: Held by Three, ru: У третьей}}\n  FOUR: {side: four, role: third, name: {en: Side Four, ru: Четвёртая сторона}, legend: {en: Held by Four, ru: У четвёртой}}|
    s|^  left: .*|&\n  northwest: {is: \"districts[code=NW]\", name: {en: The northwest, ru: Северо-запад}}|
    /^explained/,\$d" three/small.yaml
{
    head -n 1 "${small%/*}/timeline.csv"
    echo 'opening,control,..,all,ONE,control,,high,The atlas,,third,,,,'
    for row in 2019-01-01,northwest,THREE 2019-01-01,right,TWO 2020-02-01,northeast,THREE \
        2020-03-01,southeast,ONE 2020-04-01,northwest,TWO 2020-05-01,northwest,FOUR 2020-06-01,left,TWO; do
        IFS=, read -r date region holder <<<"$row"
        echo "e$date$region,control,$date,$region,$holder,control,,high,The atlas,1999,third,,,,"
    done
    echo 'f,control,2021-01-01,southeast,THREE,peacekeeping,FOUR,high,The atlas,1999,third,,,,'
    echo 'g,control,2021-02-01,northwest,THREE,contested,ONE,high,The atlas,1999,third,,,,'
} >three/timeline.csv
for style in article dark print-grey wikipedia; do
    "$mapgen" check three/small.yaml --style "$source_folder/styles/$style.css" >out 2>err
    hasnt out 'side-c'
    expect 0 "$mapgen" render three/small.yaml --style "$source_folder/styles/$style.css" \
        --date 2020-02-01 -o three.svg
    has three.svg 'area side-c control now'
done

finish
