/* test, [ - evaluates a condition. test(1) */
#include "condition.h"
#include "util.h"

static void report(int kind, const char *arg)
{
    switch (kind) {
    case COND_EXTRA: complain("extra argument %s", quote_always(arg)); break;
    case COND_MISSING_AFTER: complain("missing argument after %s", quote_always(arg)); break;
    case COND_INTEGER: complain("invalid integer %s", quote_always(arg)); break;
    case COND_BINARY_EXPECTED: complain("%s: binary operator expected", quote_always(arg)); break;
    case COND_UNARY_EXPECTED: complain("%s: unary operator expected", quote_always(arg)); break;
    case COND_PAREN:
        if (arg)
            complain("%s expected, found %s", "')'", quote_always(arg));
        else
            complain("%s expected", "')'");
    }
}

int main(int argc, char **argv)
{
    const char *name = strrchr(argv[0], '/');
    progname = argv[0];
    name = name ? name + 1 : argv[0];
    if (!strcmp(name, "[")) {
        if (argc < 2 || strcmp(argv[argc - 1], "]"))
            die(2, "missing ']'");
        argc--;
    }
    return condition(argc - 1, argv + 1, report);
}
