/* seq - prints numbers. seq(1): -s -w -f, whole and decimal */
#include <ctype.h>
#include "util.h"

static void usage_error(const char *what, const char *arg)
{
    complain("%s '%s'", what, arg);
    try_help();
}

/* A number, and how many digits stand behind its point. */
static double number(const char *s, int *decimals)
{
    char *end;
    const char *dot = strchr(s, '.');
    double v = strtod(s, &end);
    if (end == s || *end || isspace((unsigned char)*s))
        usage_error("invalid floating point argument:", s);
    if (v != v)
        usage_error("invalid 'not-a-number' argument:", s);
    if (dot && (int)strspn(dot + 1, "0123456789") > *decimals)
        *decimals = strspn(dot + 1, "0123456789");
    return v;
}

int main(int argc, char **argv)
{
    double first = 1, step = 1, last, i;
    int c, decimals = 0, last_decimals = 0, pad = 0, width = 0, a = 1;
    const char *separator = "\n", *format = NULL;
    char buf[400];
    /* A negative number is an operand, not an option. */
    for (; a < argc && argv[a][0] == '-' && !isdigit((unsigned char)argv[a][1]) && argv[a][1] != '.'; a++)
        if ((!strcmp(argv[a], "-s") || !strcmp(argv[a], "-f")) && a + 1 < argc)
            a++;
    while ((c = nextopt(a, argv, "+f:s:w", "format=f separator=s equal-width=w",
                        "[OPTION]... LAST\n  or:  seq [OPTION]... FIRST LAST\n  or:  seq [OPTION]... FIRST INCREMENT LAST\n"))) {
        if (c == 's') separator = optval;
        else if (c == 'f') format = optval;
        else pad = 1;
    }
    operands = argv + a;
    noperands = argc - a;
    if (noperands < 1) {
        complain("missing operand");
        try_help();
    }
    if (noperands > 3)
        usage_error("extra operand", operands[3]);
    if (noperands > 1)
        first = number(operands[0], &decimals);
    if (noperands > 2)
        step = number(operands[1], &decimals);
    last = number(operands[noperands - 1], &last_decimals);
    if (step == 0)
        usage_error("invalid Zero increment value:", operands[1]);
    if (pad) {
        width = sprintf(buf, "%.*f", decimals, first);
        c = sprintf(buf, "%.*f", decimals, last);
        if (c > width)
            width = c;
    }
    for (i = 0;; i++) {
        double v = first + i * step;
        if (step > 0 ? v > last : v < last) {
            /* What is printed may reach last though the sum of binary fractions overshot it. */
            sprintf(buf, "%.*f", decimals, v);
            if (strtod(buf, NULL) != last || decimals == 0)
                break;
        }
        if (i)
            fputs(separator, stdout);
        if (format)
            printf(format, v);
        else
            printf("%0*.*f", width, decimals, v);
    }
    if (i)
        putchar('\n');
    return finish();
}
