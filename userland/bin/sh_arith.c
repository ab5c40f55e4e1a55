/* sh_arith.c - $((...)): C's expressions on 64-bit integers, without ++, -- and the comma. */
#include <ctype.h>
#include "sh_core.h"
#include "util.h"

static const char *whole, *at;
static int ignoring; /* in a branch that is not taken */

static long long parse_assignment(void);

static void wrong(const char *text)
{
    fail("arithmetic expression: %s: \"%s\"", text, whole);
}

static void skip_blanks(void)
{
    while (isspace((unsigned char)*at))
        at++;
}

/* An operator, if it stands here and is not the start of a longer one that `unless` names. */
static int next_is(const char *op, const char *unless)
{
    size_t n = strlen(op);
    skip_blanks();
    if (strncmp(at, op, n) || (at[n] && strchr(unless, at[n])))
        return 0;
    at += n;
    return 1;
}

static long long variable(const char *name, size_t n)
{
    char *copy = take_string(name, n), *value = get_var(copy), *end;
    long long v;
    if (ignoring)
        return 0;
    if (!value || !value[strspn(value, " \t\n")])
        return 0;
    v = strtoll(value, &end, 0);
    if (end[strspn(end, " \t\n")])
        fail("Illegal number: %s", value);
    return v;
}

static long long parse_primary(void)
{
    const char *start;
    char *end;
    long long v;
    skip_blanks();
    if (next_is("(", "")) {
        v = parse_assignment();
        if (!next_is(")", ""))
            wrong("expecting ')'");
        return v;
    }
    if (next_is("!", "=")) return !parse_primary();
    if (next_is("~", "")) return ~parse_primary();
    if (next_is("-", "")) return (long long)-(unsigned long long)parse_primary();
    if (next_is("+", "")) return parse_primary();
    if (isdigit((unsigned char)*at)) {
        v = strtoll(at, &end, 0);
        at = end;
        return v;
    }
    if (!isalpha((unsigned char)*at) && *at != '_')
        wrong("expecting primary");
    start = at;
    while (isalnum((unsigned char)*at) || *at == '_')
        at++;
    return variable(start, at - start);
}

static const struct { const char *op, *unless; int level; } binary[] = {
    {"*", "=", 10}, {"/", "=", 10}, {"%", "=", 10}, {"+", "=", 9}, {"-", "=", 9}, {"<<", "=", 8}, {">>", "=", 8},
    {"<=", "", 7}, {">=", "", 7}, {"<", "<=", 7}, {">", ">=", 7}, {"==", "", 6}, {"!=", "", 6}, {"&", "&=", 5},
    {"^", "=", 4}, {"|", "|=", 3},
};

static long long apply(const char *op, long long a, long long b)
{
    unsigned long long x = a, y = b;
    switch (*op) {
    case '*': return x * y;
    case '+': return x + y;
    case '-': return x - y;
    case '/': case '%':
        if (!b) {
            if (ignoring)
                return 0;
            wrong("division by zero");
        }
        if (b == -1)
            return *op == '/' ? (long long)-x : 0;
        return *op == '/' ? a / b : a % b;
    case '<': return op[1] == '<' ? (long long)(x << (b & 63)) : op[1] == '=' ? a <= b : a < b;
    case '>': return op[1] == '>' ? a >> (b & 63) : op[1] == '=' ? a >= b : a > b;
    case '=': return a == b;
    case '!': return a != b;
    case '&': return a & b;
    case '^': return a ^ b;
    }
    return a | b;
}

static long long parse_binary(int level)
{
    long long l = parse_primary();
    for (;;) {
        size_t i;
        for (i = 0; i < sizeof binary / sizeof *binary; i++)
            if (binary[i].level >= level && next_is(binary[i].op, binary[i].unless))
                break;
        if (i == sizeof binary / sizeof *binary)
            return l;
        l = apply(binary[i].op, l, parse_binary(binary[i].level + 1));
    }
}

static long long parse_and(void)
{
    long long l = parse_binary(3);
    while (next_is("&&", "")) {
        int skip = !l;
        ignoring += skip;
        l = (parse_binary(3) != 0) & (l != 0);
        ignoring -= skip;
    }
    return l;
}

static long long parse_or(void)
{
    long long l = parse_and();
    while (next_is("||", "")) {
        int skip = l != 0;
        ignoring += skip;
        l = (parse_and() != 0) | (l != 0);
        ignoring -= skip;
    }
    return l;
}

static long long parse_condition(void)
{
    long long c = parse_or(), yes, no;
    if (!next_is("?", ""))
        return c;
    ignoring += !c;
    yes = parse_assignment();
    ignoring -= !c;
    if (!next_is(":", ""))
        wrong("expecting ':'");
    ignoring += c != 0;
    no = parse_condition();
    ignoring -= c != 0;
    return c ? yes : no;
}

static long long parse_assignment(void)
{
    static const char *const ops[] = {"=", "*=", "/=", "%=", "+=", "-=", "<<=", ">>=", "&=", "^=", "|="};
    const char *start, *end;
    size_t i;
    char text[24];
    long long v;
    skip_blanks();
    start = at;
    if (isalpha((unsigned char)*at) || *at == '_') {
        for (end = at; isalnum((unsigned char)*end) || *end == '_'; end++)
            ;
        at = end;
        for (i = 0; i < sizeof ops / sizeof *ops; i++)
            if (next_is(ops[i], i ? "" : "="))
                break;
        if (i < sizeof ops / sizeof *ops) {
            v = parse_assignment();
            if (i)
                v = apply(ops[i], variable(start, end - start), v);
            sprintf(text, "%lld", v);
            if (!ignoring)
                set_var(start, end - start, text, 0);
            return v;
        }
        at = start;
    }
    return parse_condition();
}

long long arithmetic(const char *text)
{
    const char *outer = whole, *outer_at = at;
    int outer_ignoring = ignoring;
    long long v;
    whole = at = text;
    ignoring = 0;
    v = parse_assignment();
    skip_blanks();
    if (*at)
        wrong("expecting EOF");
    whole = outer;
    at = outer_at;
    ignoring = outer_ignoring;
    return v;
}
