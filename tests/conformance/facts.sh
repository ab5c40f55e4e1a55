#!/usr/bin/env bash
# Writes FACTS.md: every fact about Linux that the project implements, and the programs here that print it.
#
#   tests/conformance/facts.sh [LIST]
#
# LIST is a file with lines `- **ID** text` below `## area` headings; without it the facts are taken from FACTS.md itself.
# A program prints a fact if the id stands in one of its string literals.
set -eu
cd "$(dirname "$0")"
list=${1:-FACTS.md}
grep -oHE '"[A-Z]+-[0-9]+[a-z]?\b' */*.c | sed 's/:"/ /' | sort -u >.seen.$$
awk -v seen=.seen.$$ '
    function add(id, text) {
        if (!(id in texts)) { order[++n] = id; texts[id] = text; areas[id] = area }
        else if (text != "" && index(texts[id], text) == 0) texts[id] = texts[id] "; " text
    }
    BEGIN {
        while ((getline line < seen) > 0) {
            split(line, part, " ")
            progs[part[2]] = progs[part[2]] (part[2] in progs && progs[part[2]] != "" ? ", " : "") substr(part[1], 1, length(part[1]) - 2)
        }
    }
    /^## / { area = substr($0, 4) }
    /^- \*\*[A-Z]+-[0-9]+[a-z]?\*\*/ {
        id = $2; gsub(/\*/, "", id)
        text = $0; sub(/^- \*\*[^*]*\*\* /, "", text); gsub(/  +/, " ", text)
        add(id, text)
    }
    /^\| [A-Z]+-[0-9]+[a-z]? \| / {
        split($0, col, / \| /)
        id = col[1]; sub(/^\| /, "", id)
        text = col[2]
        gsub(/\\\|/, "|", text); add(id, text)
    }
    END {
        covered = 0
        for (i = 1; i <= n; i++) if (order[i] in progs) covered++
        print "# Facts about Linux and the programs that print them"
        print ""
        print "Written by `facts.sh`; do not edit. Measured on Linux 6.18 (x86-64, gcc 12.2, glibc 2.36). A line that begins with"
        print "\"...\" goes on from the line above it."
        print ""
        printf "%d facts, %d with a program, %d without.\n", n, covered, n - covered
        print ""
        print "Without a program:"
        line = ""
        for (i = 1; i <= n; i++) if (!(order[i] in progs)) line = line " " order[i]
        print (line == "" ? "none." : substr(line, 2))
        last = ""
        for (i = 1; i <= n; i++) {
            id = order[i]
            if (areas[id] != last) {
                last = areas[id]
                print ""; print "## " last; print ""; print "| fact | what Linux does | programs |"; print "|---|---|---|"
            }
            text = texts[id]; gsub(/\|/, "\\|", text)
            print "| " id " | " text " | " progs[id] " |"
        }
    }' "$list" >.new.$$
mv .new.$$ FACTS.md
rm -f .seen.$$
sed -n 6p FACTS.md
