#!/bin/sh
# Compiles each example with the system's compiler, runs it here (N times, default 1) and compares its output with NAME.out.
# usage: examples/check.sh [-n N] [NAME...]
runs=1
if [ "$1" = -n ]; then runs=$2; shift 2; fi
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
[ $# -gt 0 ] || set -- $(cd "$here" && ls *.c | sed 's/\.c$//')
bad=0

differs() {
    bad=$((bad + 1))
    echo "FAIL $1"
    diff "$here/$1.out" "$2" | head -5
}

for name in "$@"; do
    ${CC:-cc} -w -o "$name" "$here/$name.c" -lpthread -lrt || { bad=$((bad + 1)); continue; }
done
for name in "$@"; do
    [ "$name" = fifo_writer ] && continue   # runs with fifo_reader
    input=/dev/null
    [ -f "$here/$name.in" ] && input=$here/$name.in
    i=0
    while [ $i -lt "$runs" ]; do
        i=$((i + 1))
        case $name in
        fifo_reader)
            timeout 20 ./fifo_writer >writer.txt & timeout 20 ./fifo_reader >out.txt; wait
            cmp -s writer.txt "$here/fifo_writer.out" || differs fifo_writer writer.txt ;;
        deadlock_pipe)      # hangs, as its comment says; the group's timeout ends the child too
            timeout 1 ./deadlock_pipe >out.txt
            [ $? = 124 ] || { bad=$((bad + 1)); echo "FAIL $name: it should hang"; } ;;
        *)
            timeout 20 "./$name" <"$input" >out.txt 2>err.txt || { bad=$((bad + 1)); echo "FAIL $name: status $?"; cat err.txt; } ;;
        esac
        cmp -s out.txt "$here/$name.out" || { differs "$name" out.txt; break; }
    done
done
[ $bad = 0 ] && echo "examples: all as expected"
[ $bad = 0 ]
