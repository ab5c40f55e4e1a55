/* printf - prints its arguments by a format. printf(1) */
#include "format.h"
#include "util.h"

static void report(int kind, const char *arg)
{
    switch (kind) {
    case FORMAT_NOT_NUMERIC: complain("%s: expected a numeric value", quote_always(arg)); break;
    case FORMAT_NOT_COMPLETE: complain("%s: value not completely converted", quote_always(arg)); break;
    case FORMAT_RANGE: complain("%s: Numerical result out of range", quote_always(arg)); break;
    case FORMAT_DIRECTIVE: complain("%s: invalid conversion specification", arg); break;
    }
}

int main(int argc, char **argv)
{
    int i = 1;
    progname = argv[0];
    if (argc > 1 && !strcmp(argv[1], "--help"))
        nextopt(argc, argv, "", NULL, "FORMAT [ARGUMENT]...\nPrint ARGUMENT(s) according to FORMAT.\n");
    if (i < argc && !strcmp(argv[i], "--"))
        i++;
    if (i >= argc) {
        complain("missing operand");
        try_help();
    }
    if (print_formatted(argv[i], argv + i + 1, argc - i - 1, report))
        status = 1;
    return finish();
}
