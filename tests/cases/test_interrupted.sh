#!/usr/bin/env bash
# A run that is ended from outside (Ctrl-C, kill, a file that may grow no larger, no thread or memory
# left) leaves no half-written file: each is as it was, or as the run was to make it.
. "$2/tests/support/shell.sh"

RANDOM=${SEED:=$RANDOM}
echo "SEED=$SEED"

# draw FOLDER [OPTION...]: a series over what FOLDER has, on several threads.
draw() {
    local folder=$1
    shift
    "$mapgen" series "$small" --format svg,png -j 4 --force "$@" -o "$folder"
}

expect 0 draw earlier --title 'An earlier title'
start=$EPOCHREALTIME
expect 0 draw later
took_ms=$(((${EPOCHREALTIME/./} - ${start/./}) / 1000))

# whole FOLDER WHAT: every file is one of the two; the notes of what was made may be of either run.
whole() {
    local file name
    while IFS= read -r file; do
        name=${file#"$1"/}
        cmp -s "$file" "earlier/$name" || cmp -s "$file" "later/$name" ||
            [ "$name" = .mapgen ] || wrong "$2: $file is neither as it was nor as it was to be"
    done < <(find "$1" -type f)
}

# ---- signals, at any time
for signal in INT TERM HUP INT TERM HUP INT TERM; do
    rm -rf maps
    [ $((RANDOM % 2)) -eq 0 ] || cp -r earlier maps
    after=$((RANDOM % (took_ms + took_ms / 10 + 1)))
    # What runs in the background of a script has Ctrl-C ignored: env gives it back.
    env --default-signal=INT "$mapgen" series "$small" --format svg,png -j 4 --force -o maps \
        2>err &
    run=$!
    sleep "$(printf '%d.%03d' $((after / 1000)) $((after % 1000)))"
    kill -s "$signal" "$run" 2>/dev/null
    wait "$run" 2>/dev/null
    status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq $((128 + $(kill -l "$signal"))) ] ||
        wrong "exit status $status after SIG$signal at $after ms: $(cat err)"
    [ ! -d maps ] || whole maps "SIG$signal at $after ms"
done
expect 0 draw maps
whole maps 'after all signals'
diff -rq -x .mapgen maps later || wrong 'a series after broken ones is another'

# ---- files that may not grow: PNGs of more than 16 blocks of 1024 bytes
rm -rf maps
cp -r earlier maps
(ulimit -f 16 && draw maps) >out 2>err
status=$?
last='a series that may write 16 KiB'
[ "$status" -eq 1 ] || wrong "exit status $status: $last"
has err 'mapgen: maps/'
has err 'File too large'
whole maps "$last"

# ---- no threads: none for anybody, or for all but Pango, which ends the program without
cat >no_threads.c <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static int is_for(const char *library)
{
    void *callers[16];
    Dl_info caller;
    for (int i = backtrace(callers, 16); i-- > 0;)
        if (dladdr(callers[i], &caller) && strstr(caller.dli_fname, library))
            return 1;
    return 0;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                   void *data)
{
    typedef int creator(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    creator *create = (creator *)dlsym(RTLD_NEXT, "pthread_create");
    const char *but_for = getenv("THREADS_FOR");
    return but_for && is_for(but_for) ? create(thread, attributes, run, data) : EAGAIN;
}
C
expect 0 cc -shared -fPIC no_threads.c -o no_threads.so
no_threads=(env ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD="$PWD/no_threads.so")
rm -rf maps
cp -r earlier maps
expect 1 "${no_threads[@]}" "$mapgen" series "$small" --format svg,png -j 4 --force -o maps
has err 'mapgen: the system gives no more memory or threads'
diff -rq maps earlier || wrong 'a series without threads changed something'
expect 0 "${no_threads[@]}" THREADS_FOR=libpango timeout 300 \
    "$mapgen" series "$small" --format svg,png -j 4 --force -o maps
diff -rq -x .mapgen maps later || wrong 'a series without threads is another'

finish
