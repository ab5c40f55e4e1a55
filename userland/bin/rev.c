/* rev - reverses each line. rev(1) */
#include "util.h"

static void reverse(FILE *f)
{
    char *line = NULL;
    size_t cap = 0;
    long n, i;
    while ((n = read_line(f, &line, &cap)) > 0) {
        int newline = line[n - 1] == '\n';
        for (i = n - newline; i-- > 0;)
            putchar(line[i]);
        if (newline)
            putchar('\n');
    }
    free(line);
}

int main(int argc, char **argv)
{
    int i;
    while (nextopt(argc, argv, "", NULL, "[FILE]...\nReverse lines characterwise.\n"))
        ;
    if (!noperands)
        reverse(stdin);
    for (i = 0; i < noperands; i++) {
        FILE *f = fopen(operands[i], "r");
        if (!f) {
            complain_errno("cannot open %s", operands[i]);
            continue;
        }
        reverse(f);
        fclose(f);
    }
    return finish();
}
