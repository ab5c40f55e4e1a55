#!/usr/bin/env bash
# Damages programs, scenarios and recordings at random and gives them to the command: it may refuse them, but not
# panic, hang or grow without bounds.
#   tests/fuzz.sh SECONDS [SEED] [SIM]     SIM: the command, target/debug/sim without it
# A file that breaks a rule is kept in target/found.
set -u
cd "$(dirname "$0")/.."
seconds=$1 seed=${2:-$RANDOM} sim=$(realpath "${3:-target/debug/sim}")
found=$PWD/target/found
mkdir -p "$found"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mapfile -t sources < <(find "$PWD/tests/conformance" "$PWD/examples" "$PWD/tests/libc" -name '*.c' | sort)
mapfile -t scenarios < <(find "$PWD/examples" "$PWD/tests" -name '*.toml' ! -name Cargo.toml | sort)
printf '#include <unistd.h>\nint main(void) { int p[2]; pipe(p); if (fork() == 0) return write(p[1], "x", 1); char c; return read(p[0], &c, 1); }\n' >"$work/small.c"
"$sim" run --record "$work/whole.rec" "$work/small.c" >/dev/null 2>&1

# Copies $1 to $2 with up to four lines, words or bytes deleted, doubled, exchanged or replaced.
damage() {
    awk -v seed="$3" '
        { line[NR] = $0 }
        END {
            srand(seed)
            for (n = 1 + int(rand() * 4); n > 0; n--) {
                i = 1 + int(rand() * NR); j = 1 + int(rand() * NR); what = int(rand() * 8)
                if (what == 0) line[i] = ""
                else if (what == 1) line[i] = line[i] "\n" line[i]
                else if (what == 2) { t = line[i]; line[i] = line[j]; line[j] = t }
                else if (what == 3) line[i] = substr(line[i], 1, int(rand() * length(line[i])))
                else {
                    count = split(line[i], w, /[^A-Za-z0-9_]+/)
                    at = 1 + int(rand() * length(line[i]))
                    mark = substr("(){}[];,*&#\"'"'"'\\<>=+-/0x.?:", 1 + int(rand() * 29), 1)
                    if (what == 4) line[i] = substr(line[i], 1, at - 1) substr(line[i], at + 1)
                    else if (what == 5) line[i] = substr(line[i], 1, at) mark substr(line[i], at + 1)
                    else if (what == 6) line[i] = substr(line[i], 1, at) substr(line[j], at)
                    else line[i] = substr(line[i], 1, at) w[1 + int(rand() * count)] " " substr(line[i], at + 1)
                }
            }
            for (i = 1; i <= NR; i++) print line[i]
        }' "$1" >"$2" || exit 2
}

# Runs the command on a damaged file: 101 is a panic, 124 a hang, 134 and above a crash or no memory.
attempt() {
    local file=$1 status
    shift
    (ulimit -v 4000000; timeout -k 5 60 "$sim" "$@" <<<"some input" >"$work/out" 2>&1)
    status=$?
    if [ $status -eq 101 ] || [ $status -eq 124 ] && [ "$1" = check ] || [ $status -eq 134 ] && grep -q 'memory allocation' "$work/out" || grep -q "panicked at" "$work/out"; then
        cp "$file" "$found/fuzz-$seed-$number.${file##*.}"
        echo "status $status: sim ${*/$work/target/found} (kept as fuzz-$seed-$number.${file##*.})"
        grep -m 3 -A 2 'panicked' "$work/out"
        bad=$((bad + 1))
    fi
}

number=0 bad=0 RANDOM=$seed end=$((SECONDS + seconds))
while [ $SECONDS -lt $end ]; do
    number=$((number + 1))
    case $((RANDOM % 8)) in
    0)
        damage "${scenarios[RANDOM % ${#scenarios[@]}]}" "$work/t.toml" $RANDOM
        attempt "$work/t.toml" run "$work/t.toml" ;;
    1)
        damage "$work/whole.rec" "$work/t.rec" $RANDOM
        attempt "$work/t.rec" run --replay "$work/t.rec" "$work/small.c" ;;
    2)
        damage "${sources[RANDOM % ${#sources[@]}]}" "$work/t.c" $RANDOM
        attempt "$work/t.c" run --max-steps 2000000 --max-output 100000 --seed $RANDOM "$work/t.c" ;;
    *)
        damage "${sources[RANDOM % ${#sources[@]}]}" "$work/t.c" $RANDOM
        attempt "$work/t.c" check "$work/t.c" ;;
    esac
done
echo "$number damaged files (seed $seed), $bad of them broke a rule"
[ $bad -eq 0 ]
