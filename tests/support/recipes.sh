# How the tests of docs/recipes.md try a recipe: sourced after shell.sh. They work in the
# folder tree, which has what the repository's root has; maps are in tree/out/recipes/.
# shellcheck shell=bash

in_tree() {
    (cd tree && bash -euo pipefail ../commands)
}

# recipe HEADING...: runs the commands below each heading as they stand; '' is what comes before all.
recipe() {
    local heading
    for heading in "$@"; do
        awk -v wanted="$heading" '
            /^## / { heading = substr($0, 4) }
            /^```$/ { inside = 0 }
            inside && heading == wanted
            /^```sh$/ { inside = 1 }' "$source_folder/docs/recipes.md" >commands
        [ -s commands ] || wrong "no commands below '$heading'"
        expect 0 in_tree
    done
}

# prepare_recipes: the folder, the programs that compare, and the map that most recipes are about.
prepare_recipes() {
    mkdir -p tree/build/release
    cp -r "$source_folder/geodata" "$source_folder/styles" "$source_folder/docs" tree
    ln -s "$(realpath "$mapgen")" tree/build/release/mapgen
    PATH=$work/tree/build/release:$PATH
    # shellcheck disable=SC2046
    cc -O2 -o find_picture "$source_folder/tests/support/find_picture.c" \
        $(pkg-config --cflags --libs cairo) || wrong 'the program that finds pictures does not build'
    recipe ''
}

# member ARCHIVE NAME-PATTERN: the bytes of the one file of a DOCX, ODT or PPTX that has such a name.
member() {
    python3 - "$@" <<'PYTHON'
import fnmatch, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
(name,) = fnmatch.filter(archive.namelist(), sys.argv[2])
sys.stdout.buffer.write(archive.read(name))
PYTHON
}

# shows PAGE.png MAP.png MEAN FAR: the map is on the page, whole and in its own size, and no other
# picture is: the mean difference is at most MEAN of 255, at most FAR pixels of a million are far off.
shows() {
    local x y mean far
    read -r x y mean far <<<"$(./find_picture "$1" "$2")"
    printf '%s in %s: at %s %s, differs by %s, %s far off\n' "$2" "$1" "${x:-?}" "${y:-?}" "${mean:-?}" "${far:-?}"
    awk -v mean="${mean:-255}" -v far="${far:-1000000}" -v most="$3" -v most_far="$4" \
        'BEGIN { exit !(mean <= most && far <= most_far) }'
}
