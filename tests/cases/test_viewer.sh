#!/usr/bin/env bash
# The page around a series: which files it names, and how it behaves in Chromium (viewer.py).
. "$2/tests/support/shell.sh"

# ---- what is written
expect 0 "$mapgen" series "$small" --format svg,png -o maps -j 1
expect 0 "$mapgen" series "$small" --format svg,png -o again -j 4
cmp maps/index.html again/index.html || wrong 'the page depends on the number of threads'
grep -oP '(?:src|href)="\K[^"#:]+(?=")' maps/index.html | sort -u >named
find maps -type f ! -name index.html ! -name .mapgen -printf '%P\n' | sort >written
cmp named written || wrong 'the page does not name each map that is written, and nothing else'
# Links to sources are the only addresses of the network, and those of the log.
grep -oP 'https?://[^"<]*' maps/index.html | sort -u >addresses
grep -oP 'rel="noreferrer" href="\Khttps?://[^"]*' maps/index.html | sort -u | cmp - addresses ||
    wrong 'the page names an address that is no link to a source'
awk -F, '$2 == "control" && $3 != ".." && $12 != "" { print $12 }' "${small%/*}/timeline.csv" | sort -u |
    cmp - addresses || wrong 'the links are not those of the log'
expect 0 "$mapgen" series "$small" --format png -o pixels
grep -q '<img src="whole/2020-03-01.png"' pixels/index.html || wrong 'without SVG the page shows no PNG'
expect 0 "$mapgen" series "$small" --format pdf -o paper
grep -q '<img' paper/index.html && wrong 'a PDF is shown as a picture'
has paper/index.html 'href="whole/2020-03-01.pdf"'
expect 0 "$mapgen" series "$small" --from 2030-01-01 -o none
[ ! -e none ] || wrong 'a page around no map'

# What is there stays when a map cannot be written.
cp maps/index.html before.html
rm maps/whole/2020-03-12.svg && mkdir maps/whole/2020-03-12.svg
expect 1 "$mapgen" series "$small" --view whole -o maps
cmp maps/index.html before.html || wrong 'a series that failed has written its page'
rmdir maps/whole/2020-03-12.svg
expect 0 "$mapgen" series "$small" --format svg,png -o maps

# Words of the project are text, whatever is in them.
mkdir odd
cp "${small%/*}"/* odd
sed -i 's|https://example.org/gazette|javascript:odd()|' odd/timeline.csv
sed -i "s|\.\./\.\./\.\./styles/|$source_folder/styles/|
        s|title: {en: Four squares|title: {en: '</title><script>odd()</script> \"Four\" \& {{style}}'|
        s|^  south: {|&name: {en: '<b>\"South\" \& co'}, |" odd/small.yaml
expect 0 "$mapgen" series odd/small.yaml -o odd/maps
hasnt odd/maps/index.html '<script>odd'
hasnt odd/maps/index.html 'javascript:'
has odd/maps/index.html '<h1>&lt;/title&gt;&lt;script&gt;odd()&lt;/script&gt; &quot;Four&quot; &amp; {{style}}</h1>'
has odd/maps/index.html '<h2>&lt;b&gt;&quot;South&quot; &amp; co</h2>'
expect 0 xmllint --html --noout odd/maps/index.html

# The page speaks the language of its maps; English where the program has none of its own.
expect 0 "$mapgen" series "$small" --lang ru -o russian
has russian/index.html '<html lang="ru" dir="ltr">'
has russian/index.html 'Следующее изменение'
expect 0 "$mapgen" series "$source_folder/tests/support/persian/persian.yaml" -o persian
has persian/index.html '<html lang="fa" dir="rtl">'

# ---- the curves say what stats says
expect 0 "$mapgen" stats "$small" --format csv
cp out stats
# Held by One and by Two before 2022 and after, in whole square kilometres.
page_gain() {
    grep -oP "<tr data-day=\"$1\">.*?</tr>" maps/index.html | grep -oP '<td>\K[^<]+' | tr -d ',' | sed -n "$2p"
}
stats_area() {
    awk -F, -v date="$1" -v holder="$2" '$1 == date && $3 == holder && $4 == "control" { print $6 }' stats
}
for column in 1:ONE 2:TWO; do
    page=$(($(page_gain 18993 ${column%:*}) - $(page_gain 18778 ${column%:*})))
    stats=$(awk -v after="$(stats_area 2022-01-01 ${column#*:})" -v before="$(stats_area 2021-05-31 ${column#*:})" \
        'BEGIN { printf "%.0f", after - before }')
    [ $((page - stats)) -ge -1 ] && [ $((page - stats)) -le 1 ] ||
        wrong "${column#*:} wins $page km2 on the page and $stats by stats"
done

# ---- in a browser
[ "$failures" -eq 0 ] || finish
for tool in python3 chromium chromedriver; do
    command -v "$tool" >/dev/null || {
        printf 'skipped: there is no %s\n' "$tool"
        exit 77
    }
done
timeout 1400 python3 "$source_folder/tests/cases/viewer.py" "$work" || wrong 'in the browser'
finish
