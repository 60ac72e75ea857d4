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

# shoot FILE PICTURE.png WIDTH HEIGHT [OPTION...]: what it shows of a file of this folder, as soon as
# two pictures are the same: on a busy machine it may take one before all tiles of the page are
# drawn (of 64 taken eight at a time, one or two).
shoot() {
    local picture=$2
    rm -f "$picture"
    for _ in 1 2 3 4 5; do
        rm -f "$picture.before"
        [ ! -e "$picture" ] || mv "$picture" "$picture.before"
        shoot_once "$@"
        cmp -s "$picture.before" "$picture" && return
    done
}

shoot_once() {
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
