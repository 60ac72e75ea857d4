#!/usr/bin/env bash
# One SVG in all languages of a project: each reader gets the picture of the file in their language
# alone, and who reads none of them that of the first.
. "$2/tests/support/shell.sh"
dtd=$(find /usr/share/xml -path '*SVG11*' -name svg11.dtd 2>/dev/null | head -n 1)

expect 0 "$mapgen" render "$karabakh" --date 2020-12-01 --lang all -o all.svg
expect 0 "$mapgen" render "$karabakh" --date 2020-12-01 --lang all --profile wikimedia -o plain.svg
expect 0 xmllint --noout --nonet all.svg
[ -z "$dtd" ] || expect 0 xmllint --noout --nonet --dtdvalid "$dtd" plain.svg
[ "$(grep -o 'systemLanguage="[a-z]*"' all.svg | tr '\n' ' ')" = \
    'systemLanguage="ru" systemLanguage="hy" systemLanguage="az" ' ] || wrong 'the languages of the switch'

for language in en az hy ru de; do
    alone=$language
    [ $language != de ] || alone=en
    expect 0 "$mapgen" render "$karabakh" --date 2020-12-01 --lang $alone -o $alone.svg
    rsvg-convert --accept-language=$language all.svg -o all-$language.png
    rsvg-convert $alone.svg -o $alone.png
    cmp -s all-$language.png $alone.png || wrong "all languages for a reader of $language"
done

# What they share is there once.
sum=$(cat en.svg az.svg hy.svg ru.svg | wc -c)
[ $(($(wc -c <all.svg) * 10)) -lt $((sum * 7)) ] || wrong 'all languages are as large as each by itself'

expect 2 "$mapgen" series "$karabakh" --lang all -o series
has err '--lang all is for render'

finish
