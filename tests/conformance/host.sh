#!/usr/bin/env bash
# Builds every conformance program with cc and runs it several times on this host, with standard output to a file
# and to a pipe by turns. A program passes when every run gave the same output and exit status. Prints only that.
#
#   tests/conformance/host.sh [-n RUNS] [-j JOBS] [-l LOAD] [AREA | AREA/NAME ...]
#
# -n runs of each program (5)   -j programs at a time (4)   -l busy loops beside them, to disturb the timing (0)
# Run as root it gives the programs without the `root` marker to root and to uid 1000 by turns.
set -u
here=$(cd "$(dirname "$0")" && pwd)
runs=5 jobs=4 load=0
while getopts n:j:l: opt; do
    case $opt in n) runs=$OPTARG ;; j) jobs=$OPTARG ;; l) load=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))

# The value of a marker: `// conformance: NAME=VALUE` or `// conformance: NAME` in the first lines.
marker() { sed -n "1,10s|^// conformance: $2\(=\(.*\)\)\?\$|\2 |p" "$1" | head -1 | sed 's/ $//'; }
has() { sed -n 1,10p "$1" | grep -q "^// conformance: $2\(=\|\$\)"; }

# An erroneous program: cc's first error has to be the one that the program names.
check_error() {
    local want got
    want=$(sed -n 's|^// expect-error: ||p' "$1" | head -1)
    got=$(LC_ALL=C cc -w -std=gnu17 -o /dev/null "$1" 2>&1 |
        sed -n 's|^.*\.c:\([0-9:]*:\( fatal\)\? error: .*\)|\1|p; s|^.*\(undefined reference to .*\)|link: \1|p' | head -1)
    if [ "$want" = "$got" ]; then echo "pass  $2"; else echo "FAIL  $2: cc says $got"; fi
}

one() {
    local src=$1 dir=$2 name=${1#"$here"/} i first= want got rc
    name=${name%.c}
    if [[ $name == errors/* ]]; then check_error "$src" "$name"; return; fi
    if has "$src" host-skip; then echo "skip  $name ($(marker "$src" host-skip))"; return; fi
    if has "$src" root && [ "$(id -u)" != 0 ]; then echo "skip  $name (needs root)"; return; fi
    mkdir -p "$dir" && chmod 755 "$dir"
    if ! cc -w -std=gnu17 -O1 -o "$dir/prog" "$src" -lm -lrt -pthread 2>"$dir/cc.err"; then
        echo "FAIL  $name: does not compile: $(head -1 "$dir/cc.err")"; return
    fi
    want=$(marker "$src" exit)
    for ((i = 0; i < runs; i++)); do
        local cwd=$dir/run args=() as=()
        rm -rf "$cwd"; mkdir "$cwd"
        eval "args=($(marker "$src" args))"
        if [ "$(id -u)" = 0 ] && ! has "$src" root && ((i % 4 >= 2)); then
            chown 1000:1000 "$cwd"
            as=(setpriv --reuid=1000 --regid=1000 --clear-groups)
        fi
        printf '%b' "$(marker "$src" stdin)" >"$dir/in"
        (
            cd "$cwd" || exit 99
            exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- <"$dir/in" 2>"$dir/err"
            if ((i % 2)); then
                timeout -k 1 60 "${as[@]}" "$dir/prog" "${args[@]}" | cat >"$dir/out"
                exit "${PIPESTATUS[0]}"
            fi
            exec timeout -k 1 60 "${as[@]}" "$dir/prog" "${args[@]}" >"$dir/out"
        ) 2>/dev/null
        rc=$?
        if [ "$rc" != "${want:-0}" ]; then
            echo "FAIL  $name: run $i: exit status $rc, expected ${want:-0}"; return
        fi
        got=$rc:$(cksum <"$dir/out")
        if ! has "$src" runs=any && [ -n "$first" ] && [ "$got" != "$first" ]; then
            echo "FAIL  $name: run $i differs"
            [ -n "${KEEP:-}" ] && diff "$dir/out.0" "$dir/out"
            return
        fi
        if [ -z "$first" ]; then first=$got; cp "$dir/out" "$dir/out.0"; fi
        if [ -n "${KEEP:-}" ] && grep -q . "$dir/err"; then cp "$dir/err" "$dir/err.0"; fi
    done
    echo "pass  $name"
}

tmp=${KEEP:-$(mktemp -d)}
mkdir -p "$tmp" && chmod 755 "$tmp"
busy=()
for ((i = 0; i < load; i++)); do (while :; do :; done) & busy+=($!); done
trap '[ ${#busy[@]} -gt 0 ] && kill "${busy[@]}" 2>/dev/null; [ -z "${KEEP:-}" ] && rm -rf "$tmp"' EXIT

export -f one marker has check_error
export here runs KEEP
if [ $# -eq 0 ]; then set -- $(cd "$here" && ls -d */); fi
for what in "$@"; do
    what=${what%/} what=${what%.c}
    if [ -d "$here/$what" ]; then ls "$here/$what"/*.c; else echo "$here/$what.c"; fi
done | while read -r src; do
    rel=${src#"$here"/}
    printf '%s\0%s\0' "$src" "$tmp/${rel%.c}"
done | xargs -0 -n 2 -P "$jobs" bash -c 'one "$0" "$1"' 2>/dev/null | sort >"$tmp/result"
cat "$tmp/result"
printf '%d pass, %d fail, %d skipped\n' "$(grep -c '^pass' "$tmp/result")" "$(grep -c '^FAIL' "$tmp/result")" \
    "$(grep -c '^skip' "$tmp/result")"
! grep -q '^FAIL' "$tmp/result"
