/* tr - translates, squeezes or deletes characters. tr(1): -c -C -d -s -t, ranges, classes, \ escapes, [c*n] */
#include <ctype.h>
#include "util.h"

enum { LIMIT = 4096 };

struct set {
    unsigned char at[LIMIT];
    int n;
    int fill_from, fill_char; /* [c*]: where it stands, or -1 */
    int has_class, case_at, case_kind;
};

static void put(struct set *s, int c)
{
    if (s->n < LIMIT)
        s->at[s->n++] = c;
}

static int is_in_class(const char *name, int c)
{
    if (!strcmp(name, "alnum")) return isalnum(c) != 0;
    if (!strcmp(name, "alpha")) return isalpha(c) != 0;
    if (!strcmp(name, "blank")) return c == ' ' || c == '\t';
    if (!strcmp(name, "cntrl")) return iscntrl(c) != 0;
    if (!strcmp(name, "digit")) return isdigit(c) != 0;
    if (!strcmp(name, "graph")) return isgraph(c) != 0;
    if (!strcmp(name, "lower")) return islower(c) != 0;
    if (!strcmp(name, "print")) return isprint(c) != 0;
    if (!strcmp(name, "punct")) return ispunct(c) != 0;
    if (!strcmp(name, "space")) return isspace(c) != 0;
    if (!strcmp(name, "upper")) return isupper(c) != 0;
    if (!strcmp(name, "xdigit")) return isxdigit(c) != 0;
    return -1;
}

/* [:class:] at p; the place behind it, or NULL if this is none. */
static const char *parse_class(const char *p, struct set *s)
{
    const char *end = strstr(p + 2, ":]");
    char name[16];
    int c, n = end ? end - p - 2 : 0;
    if (!end || n > 15)
        return NULL;
    memcpy(name, p + 2, n);
    name[n] = 0;
    if (!n)
        die(1, "missing character class name '[::]'");
    if (is_in_class(name, 0) < 0)
        die(1, "invalid character class '%s'", name);
    s->has_class = 1;
    if (!strcmp(name, "lower") || !strcmp(name, "upper")) {
        s->case_at = s->n;
        s->case_kind = name[0];
    }
    for (c = 0; c < 256; c++)
        if (is_in_class(name, c))
            put(s, c);
    return end + 2;
}

/* [c*] or [c*n] at p. */
static const char *parse_repeat(const char *p, struct set *s)
{
    const char *q = p + 1;
    int c = (unsigned char)*q++;
    char *end;
    long n;
    if (c == '\\')
        c = escape(&q, 0);
    if (*q++ != '*')
        return NULL;
    n = strtol(q, &end, *q == '0' ? 8 : 10);
    if (*end != ']')
        return NULL;
    if (!n) {
        s->fill_from = s->n;
        s->fill_char = c;
    }
    while (n-- > 0 && s->n < LIMIT)
        put(s, c);
    return end + 1;
}

static int next_char(const char **p)
{
    int c = (unsigned char)*(*p)++;
    if (c != '\\' || !**p)
        return c;
    c = (unsigned char)**p;
    if (!strchr("abfnrtv\\01234567", c)) {
        (*p)++;
        return c;
    }
    return escape(p, 0);
}

static void parse(const char *p, struct set *s)
{
    const char *next;
    memset(s, 0, sizeof *s);
    s->fill_from = s->case_at = -1;
    while (*p) {
        if (*p == '[' && p[1] == ':' && (next = parse_class(p, s))) {
            p = next;
            continue;
        }
        if (*p == '[' && p[1] && (next = parse_repeat(p, s))) {
            p = next;
            continue;
        }
        int lo = next_char(&p);
        if (*p == '-' && p[1]) {
            p++;
            int hi = next_char(&p);
            if (hi < lo)
                die(1, "range-endpoints of '%c-%c' are in reverse collating sequence order", lo, hi);
            for (; lo <= hi; lo++)
                put(s, lo);
        } else {
            put(s, lo);
        }
    }
}

static void invert(struct set *s)
{
    unsigned char in[256] = {0};
    int i;
    for (i = 0; i < s->n; i++)
        in[s->at[i]] = 1;
    s->n = 0;
    for (i = 0; i < 256; i++)
        if (!in[i])
            put(s, i);
}

/* Makes the second set as long as the first: by its [c*], or by its last character. */
static void extend(struct set *b, int n)
{
    int missing = n - b->n;
    if (missing <= 0)
        return;
    if (b->fill_from >= 0) {
        memmove(b->at + b->fill_from + missing, b->at + b->fill_from, b->n - b->fill_from);
        memset(b->at + b->fill_from, b->fill_char, missing);
        b->n = n;
    } else {
        while (b->n && b->n < n)
            put(b, b->at[b->n - 1]);
    }
}

static void check_operands(int deleting, int squeezing)
{
    int want = deleting && squeezing ? 2 : deleting ? 1 : squeezing ? 1 : 2, most = deleting && !squeezing ? 1 : 2;
    if (!noperands) {
        complain("missing operand");
        try_help();
    }
    if (noperands < want) {
        complain("missing operand after %s", quote_always(operands[0]));
        if (deleting)
            fputs("Two strings must be given when both deleting and squeezing repeats.\n", stderr);
        else
            fputs("Two strings must be given when translating.\n", stderr);
        try_help();
    }
    if (noperands > most) {
        complain("extra operand %s", quote_always(operands[most]));
        if (most == 1 && noperands == 2)
            fputs("Only one string may be given when deleting without squeezing repeats.\n", stderr);
        try_help();
    }
}

int main(int argc, char **argv)
{
    static struct set a, b;
    static unsigned char map[256], deleted[256], squeezed[256];
    static char buffer[8192];
    int c, i, complement = 0, deleting = 0, squeezing = 0, truncate = 0, last = -1, translating;
    ssize_t n, k, out;
    while ((c = nextopt(argc, argv, "+cCdst", "complement=c delete=d squeeze-repeats=s truncate-set1=t",
                        "[OPTION]... STRING1 [STRING2]\nTranslate, squeeze, and/or delete characters from standard input.\n"))) {
        switch (c) {
        case 'd': deleting = 1; break;
        case 's': squeezing = 1; break;
        case 't': truncate = 1; break;
        default: complement = 1;
        }
    }
    check_operands(deleting, squeezing);
    parse(operands[0], &a);
    if (complement)
        invert(&a);
    translating = noperands == 2 && !deleting;
    if (noperands == 2)
        parse(operands[1], &b);
    for (i = 0; i < 256; i++)
        map[i] = i;
    if (translating) {
        if (truncate && b.n < a.n)
            a.n = b.n;
        if (!b.n && b.fill_from < 0 && a.n)
            die(1, "when not truncating set1, string2 must be non-empty");
        if (b.has_class && b.case_at < 0)
            die(1, "when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'");
        if (b.case_at >= 0 && (a.case_at != b.case_at || complement))
            die(1, "misaligned [:upper:] and/or [:lower:] construct");
        extend(&b, a.n);
        for (i = 0; i < a.n; i++)
            map[a.at[i]] = b.at[i];
    }
    if (deleting)
        for (i = 0; i < a.n; i++)
            deleted[a.at[i]] = 1;
    if (squeezing) {
        struct set *s = noperands == 2 ? &b : &a;
        for (i = 0; i < s->n; i++)
            squeezed[s->at[i]] = 1;
    }
    while ((n = read(0, buffer, sizeof buffer)) > 0) {
        for (k = out = 0; k < n; k++) {
            c = (unsigned char)buffer[k];
            if (deleted[c])
                continue;
            c = map[c];
            if (squeezed[c] && c == last)
                continue;
            buffer[out++] = last = c;
        }
        if (fwrite(buffer, 1, out, stdout) != (size_t)out)
            break;
    }
    if (n < 0)
        die_errno(1, "read error");
    return finish();
}
