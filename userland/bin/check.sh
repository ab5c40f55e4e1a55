#!/bin/sh
# Builds the programs with the system's compiler and compares their output and exit status with the cases in tests/bin.
# usage: userland/bin/check.sh [-r] [-v] [FILE.txt...]
#   -r   record: run the cases with the GNU tools and dash of this system instead and write down what they say
# A case is a line "$ COMMAND" with "> " lines that go on, what it prints (both outputs), and "? N" for an exit status but 0;
# a line "\ no newline" stands for the missing end of the one before. "## " begins a comment.
record= verbose=
while getopts rv opt; do
    case $opt in
    r) record=1 ;;
    v) verbose=1 ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
here=$(cd "$(dirname "$0")" && pwd)
cases=$(cd "$here/../../tests/bin" && pwd)
work=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/obj"
umask 022

# The table in mod.rs says which sources make a program.
build() {
    # The regular expressions are the C library's.
    mkdir -p "$work/include/bits"
    cp "$here"/../libc/include/bits/reg*.h "$work/include/bits/"
    for c in "$here"/../libc/src/regback.c "$here"/../libc/src/regex.c; do
        ${CC:-cc} -O1 -w -I"$work/include" -c -o "$work/obj/libc-$(basename "$c" .c).o" "$c" || exit 1
    done
    for c in "$here"/*.c; do
        ${CC:-cc} -O1 -w -D_GNU_SOURCE -I"$work/include" -c -o "$work/obj/$(basename "$c" .c).o" "$c" || exit 1
    done
    awk '/^pub const PROGRAMS/ { on = 1; next } /^];/ { on = 0 } on' "$here/mod.rs" | tr -d ' \n' |
        sed 's/),*(/)\n(/g; s/$/\n/' | sed -n 's/^("\([^"]*\)",&\[\(.*\)\],*).*/\1 \2/p' | tr -d '"' | tr , ' ' | while read -r name sources; do
        objects=$(echo "$work"/obj/libc-*.o)
        for s in $sources; do objects="$objects $work/obj/${s%.c}.o"; done
        ${CC:-cc} -o "$work/bin/$name" $objects || exit 1
    done
}

# Runs case number $1 in a fresh copy of the files.
run_case() {
    rm -rf "$work/dir"
    mkdir "$work/dir"
    (
        cd "$work/dir" || exit 1
        . "$cases/files.sh"
        exec timeout 20 env -i PATH="$path" LC_ALL=C TZ=UTC HOME=/home/user USER=user "$shell" -c "$(cat "$work/$1.cmd")" sh
    ) >"$work/$1.got" 2>&1 </dev/null
    status=$?
    [ -n "$(tail -c 1 "$work/$1.got")" ] && printf '\n\\ no newline\n' >>"$work/$1.got"
    [ $status = 0 ] || echo "? $status" >>"$work/$1.got"
}

if [ $record ]; then
    path=/usr/bin:/bin
    mkdir "$work/ref"
    ln -s "$(command -v dash)" "$work/ref/sh"
    path=$work/ref:$path
    shell=$work/ref/sh
else
    build || exit 1
    path=$work/bin
    shell=$work/bin/sh
    [ -x "$shell" ] || shell=$(command -v dash)
fi
[ $# -gt 0 ] || set -- "$cases"/*.txt
bad=0 total=0
for file in "$@"; do
    rm -f "$work"/*.cmd "$work"/*.want
    rm -f "$work/comments"
    count=$(awk -v dir="$work" '
        /^## / { print n + 0 " " $0 > dir "/comments"; next }
        /^\$ / { close(cmd); close(want); cmd = dir "/" ++n ".cmd"; want = dir "/" n ".want"
                 print substr($0, 3) > cmd; printf "" > want; more = 1; next }
        more && /^> ?/ { print substr($0, 3) > cmd; next }
        n { more = 0; print > want }
        END { print n + 0 }' "$file")
    i=0
    while [ $i -lt "$count" ]; do
        i=$((i + 1))
        total=$((total + 1))
        run_case $i
        [ $record ] && continue
        if ! cmp -s "$work/$i.got" "$work/$i.want"; then
            bad=$((bad + 1))
            echo "FAIL $(basename "$file"): $(cat "$work/$i.cmd")"
            diff "$work/$i.want" "$work/$i.got" | head -n ${verbose:+10}8
        fi
    done
    if [ $record ]; then
        : >"$work/new"
        i=0
        while [ $i -le "$count" ]; do
            if [ $i -gt 0 ]; then
                sed '1s/^/$ /;1!s/^/> /' "$work/$i.cmd" >>"$work/new"
                cat "$work/$i.got" >>"$work/new"
            fi
            [ -f "$work/comments" ] && sed -n "s/^$i ##/##/p" "$work/comments" >>"$work/new"
            i=$((i + 1))
        done
        cat "$work/new" >"$file"
    fi
done
echo "$total cases, $bad differ"
[ $bad = 0 ]
