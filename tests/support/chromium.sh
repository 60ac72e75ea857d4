# How the shell tests look at a page in Chromium: sourced after shell.sh.
# shellcheck shell=bash
chromium=$(command -v chromium || true)

# Ends the test as skipped where there is no Chromium.
need_chromium() {
    [ -n "$chromium" ] || {
        printf 'skipped: there is no chromium\n'
        exit 77
    }
}

# shoot FILE PICTURE.png WIDTH HEIGHT [OPTION...]: what it shows of a file of this folder.
shoot() {
    local page=$1 picture=$2 size=$3,$4
    shift 4
    timeout 600 "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars \
        --user-data-dir="$work/chromium" --window-size="$size" --screenshot="$work/$picture" "$@" \
        "file://$work/$page" >chromium.log 2>&1 || true
    [ -s "$picture" ] || {
        wrong "chromium drew nothing of $page"
        tail -n 5 chromium.log
    }
}

# build_compare: makes ./compare_pictures.
build_compare() {
    # shellcheck disable=SC2046
    cc -O2 -o compare_pictures "$source_folder/tests/support/compare_pictures.c" \
        $(pkg-config --cflags --libs cairo) || wrong 'the program that compares pictures does not build'
}
