#!/usr/bin/env bash
# The commands of the README, of docs/export.md and docs/corpus.md run as they stand: every fenced sh
# block, in order, in one shell for each, in a copy of what they need. './run' is not run here (it is
# what runs the tests); it has to know the word. docs/project.md has every key of a project file.
. "$2/tests/support/shell.sh"

readme=$source_folder/README.md
mkdir -p tree/build/release tree/out
cp -r "$source_folder/geodata" "$source_folder/styles" tree/
for file in "$(dirname "$mapgen")"/mapgen*; do
    [ -d "$file" ] || ln -s "$(realpath "$file")" tree/build/release/
done
cat >tree/run <<RUN
#!/usr/bin/env bash
"$source_folder/run" --help | grep -qF "./run \$1" || { echo "./run has no '\$1'" >&2; exit 1; }
RUN
chmod +x tree/run

commands_of() {
    awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$1" >commands
}
commands() {
    (cd tree && PATH="$PWD/build/release:$PATH" bash -euo pipefail ../commands)
}
commands_of "$readme"
[ "$(grep -c mapgen commands)" -ge 10 ] || wrong 'the README has hardly a command'
expect 0 commands
for file in out/map.svg out/map.png out/map.pdf out/corridor.svg out/areas.geojson \
    out/autumn/karabakh/2020-12-01.png out/mine/maps/whole/1912-10-31.svg; do
    [ -s "tree/$file" ] || wrong "the README's commands do not make $file"
done

for guide in export corpus; do
    commands_of "$source_folder/docs/$guide.md"
    [ "$(grep -c mapgen commands)" -ge 3 ] || wrong "docs/$guide.md has hardly a command"
    expect 0 commands
done

# Every key that the readers of project files know is told of.
grep -ohE '^ +\{"[a-z_]+", ' "$source_folder"/mapgen/input/project*.c | tr -d ' {",' | sort -u >keys
[ "$(wc -l <keys)" -ge 60 ] || wrong 'the keys of project files are not found'
while read -r key; do
    grep -qE "(\`|\{|, |^ *)$key(:|\`)" "$source_folder/docs/project.md" ||
        wrong "docs/project.md does not tell of the key '$key'"
done <keys

# The columns of an event log that the README calls required are, and they are all.
awk '/^```csv$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$readme" >log.csv
cp -r "${small%/*}" project
sed -i "s|\.\./\.\./\.\./styles|$source_folder/styles|" project/small.yaml
IFS=, read -ra columns <log.csv
(head -n 1 log.csv && sed -n '2,3s/,,,$//p' project/timeline.csv) >least.csv
cp least.csv project/timeline.csv
expect 0 "$mapgen" stats project/small.yaml --date 2020-01-01
for column in "${columns[@]}"; do
    sed -n '/^| required column/,/^$/p' "$readme" | grep -q "^|[^|]*\`$column\`" ||
        wrong "the README does not say what '$column' holds"
    sed "1s/\b$column\b/renamed/" least.csv >project/timeline.csv
    expect 1 "$mapgen" stats project/small.yaml --date 2020-01-01
    has err "the header has no column '$column'"
done

# Every command and every linked file that the README names exists.
"$mapgen" --help >help
grep -oE '`mapgen [a-z]+' "$readme" | sort -u | while read -r _ command; do
    grep -qE "^  $command " help || echo "$command"
done >unknown
[ ! -s unknown ] || wrong "commands that there are not: $(tr '\n' ' ' <unknown)"
grep -oE '\]\([^)#:]+\)' "$readme" | tr -d ']()' | sort -u | while read -r file; do
    [ -e "$source_folder/$file" ] || echo "$file"
done >unknown
[ ! -s unknown ] || wrong "files that there are not: $(tr '\n' ' ' <unknown)"

finish
