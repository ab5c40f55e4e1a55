/* format.c - the formats of printf(1): those of printf(3) for strings and numbers, %b, escapes, reuse. */
#include <ctype.h>
#include "format.h"
#include "util.h"

static char **args;
static int left, failed, stopped;
static void (*tell)(int kind, const char *arg);

static const char *next_arg(void)
{
    if (!left)
        return NULL;
    left--;
    return *args++;
}

static void check(const char *s, const char *end)
{
    if (end == s)
        tell(FORMAT_NOT_NUMERIC, s);
    else if (errno == ERANGE)
        tell(FORMAT_RANGE, s);
    else if (*end)
        tell(FORMAT_NOT_COMPLETE, s);
    else
        return;
    failed = 1;
}

/* 'c and "c stand for the character's number. */
static int character(const char *s, long long *v)
{
    if (*s != '\'' && *s != '"')
        return 0;
    *v = (unsigned char)s[1];
    return 1;
}

static long long integer(int is_signed)
{
    const char *s = next_arg();
    char *end;
    long long v;
    if (!s)
        return 0;
    if (character(s, &v))
        return v;
    errno = 0;
    v = is_signed || *s == '-' ? strtoll(s, &end, 0) : (long long)strtoull(s, &end, 0);
    check(s, end);
    return v;
}

static double real(void)
{
    const char *s = next_arg();
    char *end;
    double v;
    long long c;
    if (!s)
        return 0;
    if (character(s, &c))
        return c;
    errno = 0;
    v = strtod(s, &end);
    if (errno == ERANGE)
        errno = 0;
    check(s, end);
    return v;
}

/* %b: the argument with its escapes replaced; \c ends all output. */
static void print_escaped(const char *s, const char *spec, const char *spec_end, int width, int precision)
{
    char *text = xmalloc(strlen(s) + 1), *p = text;
    int pad;
    (void)spec_end;
    while (*s) {
        int c = (unsigned char)*s++;
        if (c == '\\' && *s) {
            c = escape(&s, *s == '0' && s[1] >= '0' && s[1] <= '7');
            if (c < 0) {
                stopped = 1;
                break;
            }
        }
        *p++ = c;
    }
    if (precision >= 0 && p - text > precision)
        p = text + precision;
    pad = width - (int)(p - text);
    if (!strchr(spec, '-'))
        for (; pad > 0; pad--)
            putchar(' ');
    fwrite(text, 1, p - text, stdout);
    for (; pad > 0; pad--)
        putchar(' ');
    free(text);
}

/* One conversion; p at the letter, flags are the characters behind the %. */
static void convert(int c, const char *flags, int width, int precision)
{
    char spec[32];
    const char *s;
    int n = sprintf(spec, "%%%s*.*", flags);
    switch (c) {
    case 'd': case 'i':
        sprintf(spec + n, "lld");
        printf(spec, width, precision, integer(1));
        break;
    case 'o': case 'u': case 'x': case 'X':
        sprintf(spec + n, "ll%c", c);
        printf(spec, width, precision, integer(0));
        break;
    case 'a': case 'A': case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
        sprintf(spec + n, "%c", c);
        printf(spec, width, precision, real());
        break;
    case 'c':
        s = next_arg();
        sprintf(spec, "%%%s*c", flags);
        if (s && *s)
            printf(spec, width, *s);
        else
            printf("%*s", width, "");
        break;
    case 's':
        s = next_arg();
        sprintf(spec + n, "s");
        printf(spec, width, precision, s ? s : "");
        break;
    case 'b':
        s = next_arg();
        print_escaped(s ? s : "", flags, NULL, width, precision);
    }
}

static int star_or_digits(const char **p)
{
    int n = 0;
    if (**p == '*') {
        ++*p;
        return (int)integer(1);
    }
    for (; isdigit((unsigned char)**p) && n < 100000; ++*p)
        n = n * 10 + **p - '0';
    return n;
}

/* Once through the format; 0 when a mistake in it ends everything. */
static int print_once(const char *p)
{
    while (*p && !stopped) {
        char flags[8];
        int nflags = 0, width, precision = -1;
        const char *start = p;
        if (*p == '\\' && p[1]) {
            int c;
            p++;
            c = escape(&p, 0);
            if (c < 0)
                stopped = 1;
            else
                putchar(c);
            continue;
        }
        if (*p != '%') {
            putchar(*p++);
            continue;
        }
        if (*++p == '%') {
            putchar(*p++);
            continue;
        }
        for (; *p && strchr("-+ #0", *p); p++)
            if (nflags < 5 && !memchr(flags, *p, nflags))
                flags[nflags++] = *p;
        flags[nflags] = 0;
        width = star_or_digits(&p);
        if (*p == '.') {
            p++;
            precision = star_or_digits(&p);
        }
        while (*p && strchr("hlLqjzt", *p))
            p++;
        if (!*p || !strchr("diouxXaAeEfFgGcsb", *p)) {
            char bad[40];
            snprintf(bad, sizeof bad, "%.*s", (int)(p - start + (*p != 0)), start);
            tell(FORMAT_DIRECTIVE, bad);
            return 0;
        }
        convert(*p++, flags, width, precision);
    }
    return 1;
}

int print_formatted(const char *format, char **argv, int n, void (*report)(int kind, const char *arg))
{
    int before;
    args = argv;
    left = n;
    failed = stopped = 0;
    tell = report;
    do {
        before = left;
        if (!print_once(format))
            return 1;
    } while (left && left < before && !stopped);
    return failed;
}
