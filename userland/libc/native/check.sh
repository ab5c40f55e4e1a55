#!/usr/bin/env bash
# Builds this C library with the host's compiler and compares each test program's output and status
# with the same program under the host's C library.
#   native/check.sh [-k] [program.c ...]     default: every program in tests/libc
# -k keeps the outputs in the work directory that is printed.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
keep=
if [ "${1:-}" = -k ]; then keep=1; shift; fi
[ $# -gt 0 ] || set -- "$root"/tests/libc/*.c
flags="-D_GNU_SOURCE -std=gnu17 -O1 -g -w -fno-builtin -fno-stack-protector -fno-pic -D_Thread_local= -nostdinc -I $here/include -include $here/native/native.h"
objects=()
mkdir -p "$work/lib"
while read -r source; do
	case $source in */bulk.c | */vfork.c | */math.c) continue ;; esac
	object=$work/lib/$(basename "$source" .c).o
	gcc $flags -c "$source" -o "$object" || exit 1
	objects+=("$object")
done < <(find "$here/src" -name '*.c')
gcc -O1 -w -fno-builtin -fno-tree-loop-distribute-patterns -fno-pic -fno-stack-protector -c "$here/native/shim.c" -o "$work/lib/shim.o" || exit 1
ar rcs "$work/libc.a" "${objects[@]}" "$work/lib/shim.o"
good=0 bad=0
for program; do
	name=$(basename "$program" .c)
	mkdir -p "$work/$name/ours" "$work/$name/host"
	if ! gcc $flags -c "$program" -o "$work/$name/ours.o" || ! gcc -nostdlib -static -no-pie -e __native_entry "$work/$name/ours.o" "$work/libc.a" "$work/libc.a" -lgcc -o "$work/$name/ours/$name" 2>"$work/$name/link"; then
		echo "FAIL $name: does not build"; head -5 "$work/$name/link" 2>/dev/null; bad=$((bad + 1)); continue
	fi
	gcc -std=gnu17 -O1 -w -fno-builtin "$program" -o "$work/$name/host/$name" -lm -lpthread || exit 1
	for side in ours host; do
		# The program's name is in some messages: the same one on both sides.
		(cd "$work/$name/$side" && seq 1 400 >lines && (exec -a "./$name" env -i PATH=/usr/bin:/bin HOME=/ TZ=UTC LC_ALL=C timeout 20 "./$name" one -two three) <lines >out 2>err; echo "status $?" >>out)
	done
	if cmp -s "$work/$name/ours/out" "$work/$name/host/out" && cmp -s "$work/$name/ours/err" "$work/$name/host/err"; then
		good=$((good + 1))
	else
		echo "DIFF $name"
		diff "$work/$name/ours/out" "$work/$name/host/out" | head -${LINES_SHOWN:-20}
		diff "$work/$name/ours/err" "$work/$name/host/err" | head -10
		bad=$((bad + 1))
	fi
done
echo "$good agree, $bad differ"
if [ -n "$keep" ]; then echo "$work"; else rm -rf "$work"; fi
[ $bad = 0 ]
