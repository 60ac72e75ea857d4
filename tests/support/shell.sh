# What the shell tests share. A test starts with
#
#     . "$2/tests/support/shell.sh"
#
# where $1 is the program and $2 the source folder, runs commands with expect, looks at what they
# printed with has and hasnt, and ends with finish. It works in an empty folder of its own.
# shellcheck shell=bash disable=SC2034
set -u
mapgen=$1
source_folder=$2
small=$source_folder/tests/support/small/small.yaml
karabakh=$source_folder/geodata/karabakh.yaml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

wrong() {
    printf 'wrong: %s\n' "$*"
    failures=$((failures + 1))
}

# expect STATUS COMMAND...: runs it, keeps its stdout in ./out and stderr in ./err.
expect() {
    local wanted=$1 status=0
    shift
    last="$*"
    "$@" >out 2>err || status=$?
    [ "$status" -eq "$wanted" ] || {
        wrong "exit status $status instead of $wanted: $last"
        sed 's/^/    /' err
    }
}

# has FILE TEXT, hasnt FILE TEXT: is the text in what was printed?
has() {
    grep -qF -e "$2" "$1" || {
        wrong "no '$2' in $1 of: $last"
        head -n 5 "$1" | sed 's/^/    /'
    }
}

hasnt() {
    grep -qF -e "$2" "$1" && wrong "'$2' in $1 of: $last"
}

empty() {
    [ ! -s "$1" ] || {
        wrong "$1 is not empty after: $last"
        head -n 5 "$1" | sed 's/^/    /'
    }
}

finish() {
    [ "$failures" -eq 0 ] || {
        printf '%d wrong\n' "$failures"
        exit 1
    }
}
