/* sh_test.c - the shell's test and [. Which words are operators depends on what follows them, as in dash. */
#include "condition.h"
#include "sh_core.h"
#include "util.h"

enum kind_of_word { END, OPERAND, UNARY, BINARY, OPEN, CLOSE, NOT, AND, OR };

static char **at; /* the word that was looked at last */

static int parse_or(int kind);

static void report(int kind, const char *arg)
{
    (void)kind;
    fail("Illegal number: %s", arg);
}

static int plain_kind(const char *s)
{
    if (!strcmp(s, "(")) return OPEN;
    if (!strcmp(s, ")")) return CLOSE;
    if (!strcmp(s, "!")) return NOT;
    if (!strcmp(s, "-a")) return AND;
    if (!strcmp(s, "-o")) return OR;
    if (is_binary_operator(s) && strcmp(s, "==")) return BINARY;
    return is_unary_operator(s) ? UNARY : OPERAND;
}

/* A unary operator before nothing, or before a binary one, is an operand; so is a last parenthesis. */
static int kind_at(char **p)
{
    int kind;
    if (!*p)
        return END;
    kind = plain_kind(*p);
    if (kind == UNARY && (!p[1] || (p[2] && plain_kind(p[1]) == BINARY)))
        return OPERAND;
    return kind == OPEN && !p[1] ? OPERAND : kind;
}

static int parse_primary(int kind)
{
    int r;
    if (kind == END)
        return 0;
    if (kind == OPEN) {
        kind = kind_at(++at);
        if (kind == CLOSE)
            return 0;
        r = parse_or(kind);
        if (!*at || kind_at(++at) != CLOSE)
            fail("closing paren expected");
        return r;
    }
    if (kind == UNARY) {
        at++;
        return condition_unary(at[-1][1], *at, report);
    }
    if (kind_at(at + 1) == BINARY) {
        if (!at[2])
            fail("%s: argument expected", at[1]);
        at += 2;
        return condition_binary(at[-2], at[-1], *at, report);
    }
    return **at != 0;
}

static int parse_not(int kind)
{
    if (kind != NOT)
        return parse_primary(kind);
    kind = kind_at(++at);
    return !parse_not(kind);
}

/* Operands joined by -a or -o; at stays on the last word that was used. */
static int parse_and(int kind)
{
    int r = 1;
    for (;;) {
        if (!parse_not(kind))
            r = 0;
        if (!*at || kind_at(at + 1) != AND)
            return r;
        at += 2;
        kind = kind_at(at);
    }
}

static int parse_or(int kind)
{
    int r = 0;
    for (;;) {
        r |= parse_and(kind);
        if (!*at || kind_at(at + 1) != OR)
            return r;
        at += 2;
        kind = kind_at(at);
    }
}

int b_test(int argc, char **argv)
{
    int negate = 0, r, kind;
    if (**argv == '[') {
        if (strcmp(argv[argc - 1], "]"))
            fail("missing ]");
        argv[--argc] = NULL;
    }
    argv++;
    argc--;
    if (!argc)
        return 1;
    while (argc == 3 || argc == 4) {
        if (argc == 3 && (plain_kind(argv[1]) == BINARY || plain_kind(argv[1]) == AND || plain_kind(argv[1]) == OR))
            break;
        if (!strcmp(argv[0], "(") && !strcmp(argv[argc - 1], ")")) {
            argv[argc - 1] = NULL;
            argv++;
            argc -= 2;
            break;
        }
        if (strcmp(argv[0], "!"))
            break;
        negate = !negate;
        argv++;
        argc--;
    }
    at = argv;
    kind = argc == 3 && plain_kind(argv[1]) >= BINARY && plain_kind(argv[1]) != OPEN ? OPERAND : kind_at(argv);
    r = parse_or(kind) != negate;
    if (*at && at[1])
        fail("%s: unexpected operator", *at);
    return !r;
}
