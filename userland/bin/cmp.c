/* cmp - compares two files byte by byte. cmp(1): -l -s -b -n N */
#include <sys/stat.h>
#include "util.h"

/* cmp -l: byte numbers are as wide as the shorter file's size. */
static int number_width(FILE *a, FILE *b, long long limit)
{
    struct stat st;
    long long most = limit < 0 ? 0x7fffffffffffffffLL : limit;
    int width = 1;
    if (!fstat(fileno(a), &st) && S_ISREG(st.st_mode) && st.st_size < most)
        most = st.st_size;
    if (!fstat(fileno(b), &st) && S_ISREG(st.st_mode) && st.st_size < most)
        most = st.st_size;
    while (most /= 10)
        width++;
    return width;
}

int main(int argc, char **argv)
{
    int c, verbose = 0, silent = 0, differ = 0, width = 0, x, y, last = '\n';
    long at = 0, line = 1;
    long long limit = -1;
    FILE *a, *b;
    trouble = 2;
    while ((c = nextopt(argc, argv, "ln:s", "verbose=l bytes=n quiet=s silent=s",
                        "[OPTION]... FILE1 [FILE2]\nCompare two files byte by byte.\n"))) {
        if (c == 'l') verbose = 1;
        else if (c == 's') silent = 1;
        else if ((limit = parse_count(optval)) < 0) {
            complain("invalid --bytes value '%s'", optval);
            try_help();
        }
    }
    if (!noperands) {
        complain("missing operand after '%s'", argv[argc - 1]);
        try_help();
    }
    if (noperands > 2) {
        complain("extra operand '%s'", operands[2]);
        try_help();
    }
    const char *names[2] = {operands[0], noperands > 1 ? operands[1] : "-"};
    a = strcmp(names[0], "-") ? fopen(names[0], "r") : stdin;
    if (!a) {
        if (!silent)
            complain_errno("%s", names[0]);
        return 2;
    }
    b = strcmp(names[1], "-") ? fopen(names[1], "r") : stdin;
    if (!b) {
        if (!silent)
            complain_errno("%s", names[1]);
        return 2;
    }
    if (verbose)
        width = number_width(a, b, limit);
    while (at != limit) {
        x = getc(a);
        y = getc(b);
        if ((x == EOF && ferror(a)) || (y == EOF && ferror(b)))
            die_errno(2, "%s", names[ferror(a) ? 0 : 1]);
        if (x == EOF || y == EOF)
            break;
        at++;
        if (x != y) {
            differ = 1;
            if (silent)
                return 1;
            if (!verbose) {
                printf("%s %s differ: char %ld, line %ld\n", names[0], names[1], at, line);
                finish();
                return 1;
            }
            printf("%*ld %3o %3o\n", width, at, x, y);
        }
        line += x == '\n';
        last = x;
    }
    if (at == limit || x == y) {
        finish();
        return differ;
    }
    if (!silent) {
        const char *shorter = names[x == EOF ? 0 : 1];
        if (!at)
            fprintf(stderr, "%s: EOF on %s which is empty\n", progname, shorter);
        else if (verbose)
            fprintf(stderr, "%s: EOF on %s after byte %ld\n", progname, shorter, at);
        else
            fprintf(stderr, "%s: EOF on %s after byte %ld, %s %ld\n", progname, shorter, at,
                    last == '\n' ? "line" : "in line", last == '\n' ? line - 1 : line);
    }
    finish();
    return 1;
}
