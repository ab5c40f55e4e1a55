/* uniq - filters adjacent equal lines. uniq(1): -c -d -u -i -f N -s N -w N, [INPUT [OUTPUT]] */
#include <ctype.h>
#include "util.h"

static int counts, repeated, single, fold;
static long skip_fields, skip_chars, width = -1;

/* The part of a line that is compared. */
static const char *part(const char *s, long *n)
{
    long i;
    for (i = 0; i < skip_fields && *s; i++) {
        while (isblank((unsigned char)*s))
            s++;
        while (*s && !isblank((unsigned char)*s))
            s++;
    }
    for (i = 0; i < skip_chars && *s; i++)
        s++;
    *n = strlen(s);
    if (width >= 0 && *n > width)
        *n = width;
    return s;
}

static int same(const char *a, const char *b)
{
    long n, m;
    a = part(a, &n);
    b = part(b, &m);
    return n == m && !(fold ? strncasecmp(a, b, n) : memcmp(a, b, n));
}

static void show(const char *line, long count)
{
    if (count > 1 ? single && !repeated : repeated && !single)
        return;
    if (single && repeated)
        return;
    if (counts)
        printf("%7ld ", count);
    puts(line);
}

static long number(const char *what)
{
    long long n = parse_count(optval);
    if (n < 0)
        die(1, "%s: invalid number of %s", optval, what);
    return n;
}

int main(int argc, char **argv)
{
    char *line = NULL, *held = NULL, *swap;
    size_t cap = 0, held_cap = 0, swap_cap;
    long n, count = 0;
    int c;
    while ((c = nextopt(argc, argv, "cdf:is:uw:", "count=c repeated=d skip-fields=f ignore-case=i skip-chars=s unique=u check-chars=w",
                        "[OPTION]... [INPUT [OUTPUT]]\nFilter adjacent matching lines from INPUT (or standard input).\n"))) {
        switch (c) {
        case 'c': counts = 1; break;
        case 'd': repeated = 1; break;
        case 'f': skip_fields = number("fields to skip"); break;
        case 'i': fold = 1; break;
        case 's': skip_chars = number("bytes to skip"); break;
        case 'u': single = 1; break;
        case 'w': width = number("bytes to compare"); break;
        }
    }
    if (noperands > 2) {
        complain("extra operand %s", quote_always(operands[2]));
        try_help();
    }
    if (noperands && strcmp(operands[0], "-") && !freopen(operands[0], "r", stdin))
        die_errno(1, "%s", quote(operands[0]));
    if (noperands > 1 && strcmp(operands[1], "-") && !freopen(operands[1], "w", stdout))
        die_errno(1, "%s", quote(operands[1]));
    while ((n = read_line(stdin, &line, &cap)) > 0) {
        if (line[n - 1] == '\n')
            line[n - 1] = 0;
        if (count && same(held, line)) {
            count++;
            continue;
        }
        if (count)
            show(held, count);
        swap = held, held = line, line = swap;
        swap_cap = held_cap, held_cap = cap, cap = swap_cap;
        count = 1;
    }
    if (ferror(stdin))
        die_errno(1, "error reading %s", quote_always(noperands ? operands[0] : "-"));
    if (count)
        show(held, count);
    return finish();
}
