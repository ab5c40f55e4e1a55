/* sort - sorts lines. sort(1): -b -c -f -k -m -n -o -r -s -t -u */
#include <ctype.h>
#include "util.h"

struct key {
    long field, chr, end_field, end_chr; /* from 1; end_field 0: to the end of the line, end_chr 0: of the field */
    int numeric, reverse, fold, blanks, own;
};

static struct key *keys, whole;
static int nkeys, separator = -1, unique, stable;
static char **lines;
static long nlines, capacity;

/* Where a field begins; fields without -t are separated by the empty string between non-blank and blank. */
static const char *field_start(const char *s, long field)
{
    while (--field > 0 && *s) {
        if (separator >= 0) {
            while (*s && (unsigned char)*s != separator)
                s++;
            if (*s)
                s++;
        } else {
            while (isblank((unsigned char)*s))
                s++;
            while (*s && !isblank((unsigned char)*s))
                s++;
        }
    }
    return s;
}

static const char *field_end(const char *s)
{
    if (separator >= 0)
        return s + strcspn(s, (char[]){separator, 0});
    while (isblank((unsigned char)*s))
        s++;
    while (*s && !isblank((unsigned char)*s))
        s++;
    return s;
}

static void key_range(const struct key *k, const char *line, const char **from, const char **to)
{
    const char *p = field_start(line, k->field), *e;
    long n;
    if (k->blanks)
        while (isblank((unsigned char)*p))
            p++;
    for (n = k->chr - 1; n > 0 && *p; n--)
        p++;
    if (!k->end_field) {
        e = p + strlen(p);
    } else {
        e = field_start(line, k->end_field);
        if (!k->end_chr) {
            e = field_end(e);
        } else {
            if (k->blanks)
                while (isblank((unsigned char)*e))
                    e++;
            for (n = k->end_chr; n > 0 && *e; n--)
                e++;
        }
    }
    *from = p;
    *to = e < p ? p : e;
}

/* Compares as sort -n does, digit by digit, so that length is no limit. */
static int compare_numbers(const char *a, const char *a_end, const char *b, const char *b_end)
{
    int negative[2] = {0, 0}, i, order = 0;
    const char *p[2] = {a, b}, *end[2] = {a_end, b_end}, *dot[2];
    int zero[2];
    for (i = 0; i < 2; i++) {
        while (p[i] < end[i] && isblank((unsigned char)*p[i]))
            p[i]++;
        if (p[i] < end[i] && *p[i] == '-') {
            negative[i] = 1;
            p[i]++;
        }
        while (p[i] < end[i] && *p[i] == '0')
            p[i]++;
        for (dot[i] = p[i]; dot[i] < end[i] && isdigit((unsigned char)*dot[i]); dot[i]++)
            ;
        zero[i] = dot[i] == p[i];
        if (zero[i] && dot[i] < end[i] && *dot[i] == '.') {
            const char *q = dot[i] + 1;
            while (q < end[i] && *q == '0')
                q++;
            zero[i] = q == end[i] || !isdigit((unsigned char)*q);
        }
        if (zero[i])
            negative[i] = 0;
    }
    if (negative[0] != negative[1])
        return negative[0] ? -1 : 1;
    if (dot[0] - p[0] != dot[1] - p[1])
        order = dot[0] - p[0] < dot[1] - p[1] ? -1 : 1;
    else
        order = memcmp(p[0], p[1], dot[0] - p[0]);
    if (!order) {
        const char *q[2];
        for (i = 0; i < 2; i++)
            q[i] = dot[i] < end[i] && *dot[i] == '.' ? dot[i] + 1 : end[i];
        for (;;) {
            int x = q[0] < end[0] && isdigit((unsigned char)*q[0]) ? *q[0]++ : 0;
            int y = q[1] < end[1] && isdigit((unsigned char)*q[1]) ? *q[1]++ : 0;
            if (!x && !y)
                break;
            order = (x ? x : '0') - (y ? y : '0');
            if (order)
                break;
        }
    }
    return negative[0] ? -order : order;
}

static int compare_text(const char *a, const char *a_end, const char *b, const char *b_end, int fold)
{
    for (; a < a_end && b < b_end; a++, b++) {
        int x = (unsigned char)*a, y = (unsigned char)*b;
        if (fold) {
            x = toupper(x);
            y = toupper(y);
        }
        if (x != y)
            return x - y;
    }
    return (a < a_end) - (b < b_end);
}

static int compare_keys(const char *a, const char *b)
{
    int i, order = 0;
    for (i = 0; i < nkeys && !order; i++) {
        const struct key *k = &keys[i];
        const char *a0, *a1, *b0, *b1;
        key_range(k, a, &a0, &a1);
        key_range(k, b, &b0, &b1);
        order = k->numeric ? compare_numbers(a0, a1, b0, b1) : compare_text(a0, a1, b0, b1, k->fold);
        if (k->reverse)
            order = -order;
    }
    return order;
}

static int compare(const char *a, const char *b)
{
    int order = compare_keys(a, b);
    if (!order && !stable && !unique) {
        order = strcmp(a, b);
        if (whole.reverse)
            order = -order;
    }
    return order;
}

/* A bottom-up merge sort: stable, and without recursion. */
static void sort_lines(void)
{
    char **from = lines, **to = xmalloc((nlines + 1) * sizeof *to), **swap;
    long width, at;
    for (width = 1; width < nlines; width *= 2) {
        for (at = 0; at < nlines; at += 2 * width) {
            long i = at, mid = at + width < nlines ? at + width : nlines;
            long j = mid, end = mid + width < nlines ? mid + width : nlines, k = at;
            while (i < mid && j < end)
                to[k++] = compare(from[i], from[j]) <= 0 ? from[i++] : from[j++];
            while (i < mid)
                to[k++] = from[i++];
            while (j < end)
                to[k++] = from[j++];
        }
        swap = from;
        from = to;
        to = swap;
    }
    lines = from;
    free(to);
}

static void read_lines(const char *name)
{
    FILE *f = strcmp(name, "-") ? fopen(name, "r") : stdin;
    char *line = NULL;
    size_t cap = 0;
    long n;
    if (!f)
        die_errno(2, access(name, F_OK) ? "cannot read: %s" : "open failed: %s", quote(name));
    while ((n = read_line(f, &line, &cap)) > 0) {
        if (line[n - 1] == '\n')
            line[--n] = 0;
        if (nlines == capacity)
            lines = xrealloc(lines, (capacity = capacity ? 2 * capacity : 256) * sizeof *lines);
        lines[nlines++] = memcpy(xmalloc(n + 1), line, n + 1);
    }
    if (ferror(f))
        die_errno(2, "read failed: %s", quote(name));
    free(line);
    close_input(f);
}

static int set_flag(struct key *k, int c)
{
    switch (c) {
    case 'b': k->blanks = 1; break;
    case 'f': k->fold = 1; break;
    case 'n': k->numeric = 1; break;
    case 'r': k->reverse = 1; break;
    default: return 0;
    }
    return 1;
}

/* -k FIELD[.CHAR][FLAGS][,FIELD[.CHAR][FLAGS]] */
static void add_key(const char *spec)
{
    struct key k = {1, 1, 0, 0, 0, 0, 0, 0, 0};
    char *p;
    k.field = strtol(spec, &p, 10);
    if (p == spec)
        die(2, "invalid number at field start: invalid count at start of %s", quote_always(spec));
    if (k.field < 1)
        die(2, "field number is zero: invalid field specification %s", quote_always(spec));
    if (*p == '.') {
        k.chr = strtol(p + 1, &p, 10);
        if (k.chr < 1)
            die(2, "character offset is zero: invalid field specification %s", quote_always(spec));
    }
    for (; set_flag(&k, *p); p++)
        k.own = 1;
    if (*p == ',') {
        char *end;
        k.end_field = strtol(p + 1, &end, 10);
        if (end == p + 1)
            die(2, "invalid number after ',': invalid count at start of %s", quote_always(p + 1));
        if (k.end_field < 1)
            die(2, "field number is zero: invalid field specification %s", quote_always(spec));
        p = end;
        if (*p == '.')
            k.end_chr = strtol(p + 1, &p, 10);
        for (; set_flag(&k, *p); p++)
            k.own = 1;
    }
    if (*p)
        die(2, "stray character in field spec: invalid field specification %s", quote_always(spec));
    keys = xrealloc(keys, (nkeys + 1) * sizeof *keys);
    keys[nkeys++] = k;
}

/* sort -c: the first line out of order. */
static int check(const char *name)
{
    long i;
    for (i = 1; i < nlines; i++) {
        int order = compare(lines[i - 1], lines[i]);
        if (order > 0 || (unique && !order)) {
            fprintf(stderr, "%s: %s:%ld: disorder: %s\n", progname, name, i + 1, lines[i]);
            return 1;
        }
    }
    return 0;
}

static void set_separator(const char *s)
{
    if (!*s)
        die(2, "empty tab");
    if (s[1] && strcmp(s, "\\0"))
        die(2, "multi-character tab %s", quote_always(s));
    separator = s[1] ? 0 : (unsigned char)*s;
}

int main(int argc, char **argv)
{
    int c, i, checking = 0;
    const char *output = NULL;
    long n;
    trouble = 2;
    while ((c = nextopt(argc, argv, "bcfk:mno:rst:uCS:z",
                        "ignore-leading-blanks=b check=c ignore-case=f key=k merge=m numeric-sort=n output=o reverse=r stable=s "
                        "field-separator=t unique=u",
                        "[OPTION]... [FILE]...\nWrite sorted concatenation of all FILE(s) to standard output.\n"))) {
        switch (c) {
        case 'c': checking = 1; break;
        case 'k': add_key(optval); break;
        case 'm': case 'S': break;
        case 'o': output = optval; break;
        case 's': stable = 1; break;
        case 't': set_separator(optval); break;
        case 'u': unique = 1; break;
        case 'C': case 'z': die(2, "not supported: -%c", c); break;
        default: set_flag(&whole, c);
        }
    }
    for (i = 0; i < nkeys; i++) {
        if (!keys[i].own) {
            keys[i].numeric = whole.numeric;
            keys[i].reverse = whole.reverse;
            keys[i].fold = whole.fold;
            keys[i].blanks = whole.blanks;
        }
    }
    if (!nkeys) {
        whole.field = whole.chr = 1;
        keys = &whole;
        nkeys = 1;
    }
    for (i = 0; i < noperands; i++)
        read_lines(operands[i]);
    if (!noperands)
        read_lines("-");
    if (checking)
        return check(noperands ? operands[0] : "-");
    sort_lines();
    if (output && !freopen(output, "w", stdout))
        die_errno(2, "open failed: %s", quote(output));
    for (n = 0; n < nlines; n++) {
        if (unique && n && !compare_keys(lines[n - 1], lines[n])) {
            lines[n] = lines[n - 1];
            continue;
        }
        fputs(lines[n], stdout);
        putchar('\n');
    }
    return finish();
}
