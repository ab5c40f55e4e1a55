/* expr - evaluates an expression. expr(1): | & < <= = == != >= > + - * / % : match substr index length ( ) */
#include <ctype.h>
#include <limits.h>
#include <bits/regex.h>
#include "util.h"

static char **at;

static char *parse_or(int evaluate);

static void syntax(const char *fmt, const char *arg)
{
    char text[300];
    snprintf(text, sizeof text, fmt, arg);
    die(2, "syntax error: %s", text);
}

static int is_integer(const char *s)
{
    s += *s == '-';
    if (!*s)
        return 0;
    while (isdigit((unsigned char)*s))
        s++;
    return !*s;
}

static int is_null(const char *s)
{
    if (!*s)
        return 1;
    s += *s == '-';
    if (!*s)
        return 0;
    while (*s == '0')
        s++;
    return !*s;
}

static char *number(long long v)
{
    char buf[24];
    sprintf(buf, "%lld", v);
    return xstrdup(buf);
}

static long long value(const char *s)
{
    long long v;
    if (!is_integer(s))
        die(2, "non-integer argument");
    errno = 0;
    v = strtoll(s, NULL, 10);
    if (errno)
        die_errno(2, "%s", s);
    return v;
}

static int next_is(const char *s)
{
    if (!*at || strcmp(*at, s))
        return 0;
    at++;
    return 1;
}

/* STRING : REGEX - the group's text if there is a group, else the length of the match. */
static char *match(const char *text, char *pattern)
{
    const char *error;
    long m[4];
    struct regex *re = __regex_compile(&pattern, 1, REGEX_ANCHORED, &error);
    int found;
    if (error)
        die(2, "%s", error);
    found = __regex_search(re, text, strlen(text), 0, m, 1, 0);
    if (!__regex_groups(re))
        return number(found ? m[1] : 0);
    if (!found || m[2] < 0)
        return xstrdup("");
    char *r = xmalloc(m[3] - m[2] + 1);
    memcpy(r, text + m[2], m[3] - m[2]);
    r[m[3] - m[2]] = 0;
    return r;
}

static void need(void)
{
    if (!*at)
        syntax("missing argument after %s", quote_always(at[-1]));
}

static char *parse_primary(int evaluate)
{
    char *r, *s;
    need();
    if (next_is("(")) {
        r = parse_or(evaluate);
        if (!*at)
            syntax("expecting ')' after %s", quote_always(at[-1]));
        if (!next_is(")"))
            syntax("expecting ')' instead of %s", quote_always(*at));
        return r;
    }
    if (!strcmp(*at, ")"))
        syntax("unexpected ')'", "");
    if (next_is("+")) {
        need();
        return xstrdup(*at++);
    }
    if (next_is("length")) {
        s = parse_primary(evaluate);
        return number(strlen(s));
    }
    if (next_is("match")) {
        s = parse_primary(evaluate);
        r = parse_primary(evaluate);
        return match(s, r);
    }
    if (next_is("index")) {
        s = parse_primary(evaluate);
        r = parse_primary(evaluate);
        size_t n = strcspn(s, r);
        return number(s[n] ? (long long)n + 1 : 0);
    }
    if (next_is("substr")) {
        s = parse_primary(evaluate);
        char *from = parse_primary(evaluate), *count = parse_primary(evaluate);
        long long pos = is_integer(from) ? value(from) : 0, len = is_integer(count) ? value(count) : 0;
        long long n = strlen(s);
        if (pos <= 0 || len <= 0 || pos > n)
            return xstrdup("");
        if (len > n - pos + 1)
            len = n - pos + 1;
        s[pos - 1 + len] = 0;
        return xstrdup(s + pos - 1);
    }
    return xstrdup(*at++);
}

static char *parse_match(int evaluate)
{
    char *l = parse_primary(evaluate);
    while (next_is(":")) {
        char *r = parse_primary(evaluate);
        if (evaluate)
            l = match(l, r);
    }
    return l;
}

static char *parse_product(int evaluate)
{
    char *l = parse_match(evaluate);
    for (;;) {
        int op = next_is("*") ? '*' : next_is("/") ? '/' : next_is("%") ? '%' : 0;
        char *r;
        long long a, b, v;
        if (!op)
            return l;
        r = parse_match(evaluate);
        if (!evaluate)
            continue;
        a = value(l);
        b = value(r);
        if (op != '*' && !b)
            die(2, "division by zero");
        if (op == '*') {
            if (__builtin_mul_overflow(a, b, &v))
                die(2, "not supported: numbers beyond 64 bits");
        } else if (b == -1) {
            v = op == '/' ? -a : 0;
        } else {
            v = op == '/' ? a / b : a % b;
        }
        l = number(v);
    }
}

static char *parse_sum(int evaluate)
{
    char *l = parse_product(evaluate);
    for (;;) {
        int op = next_is("+") ? '+' : next_is("-") ? '-' : 0;
        char *r;
        if (!op)
            return l;
        r = parse_product(evaluate);
        if (evaluate)
            l = number(op == '+' ? value(l) + value(r) : value(l) - value(r));
    }
}

static char *parse_comparison(int evaluate)
{
    static const char *const ops[] = {"<", "<=", "=", "==", "!=", ">=", ">"};
    char *l = parse_sum(evaluate);
    for (;;) {
        int i, order, r;
        char *s;
        for (i = 0; i < 7 && !next_is(ops[i]); i++)
            ;
        if (i == 7)
            return l;
        s = parse_sum(evaluate);
        if (is_integer(l) && is_integer(s))
            order = value(l) < value(s) ? -1 : value(l) > value(s);
        else
            order = strcmp(l, s);
        switch (i) {
        case 0: r = order < 0; break;
        case 1: r = order <= 0; break;
        case 4: r = order != 0; break;
        case 5: r = order >= 0; break;
        case 6: r = order > 0; break;
        default: r = order == 0;
        }
        l = number(r);
    }
}

static char *parse_and(int evaluate)
{
    char *l = parse_comparison(evaluate);
    while (next_is("&")) {
        char *r = parse_comparison(evaluate && !is_null(l));
        if (is_null(l) || is_null(r))
            l = xstrdup("0");
    }
    return l;
}

static char *parse_or(int evaluate)
{
    char *l = parse_and(evaluate);
    while (next_is("|")) {
        char *r = parse_and(evaluate && is_null(l));
        if (is_null(l))
            l = is_null(r) ? xstrdup("0") : r;
    }
    return l;
}

int main(int argc, char **argv)
{
    char *result;
    progname = argv[0];
    trouble = 2;
    if (argc > 1 && !strcmp(argv[1], "--help")) {
        while (nextopt(2, argv, "", NULL, "EXPRESSION\nPrint the value of EXPRESSION to standard output.\n"))
            ;
    }
    at = argv + 1;
    if (argc > 1 && !strcmp(*at, "--"))
        at++;
    if (!*at) {
        complain("missing operand");
        try_help();
    }
    result = parse_or(1);
    if (*at)
        syntax("unexpected argument %s", quote_always(*at));
    puts(result);
    finish();
    return is_null(result);
}
