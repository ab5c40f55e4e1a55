/* tac - prints lines in reverse. */
#include "util.h"

static void reverse(FILE *f)
{
    char *text = NULL;
    size_t n = 0, cap = 0, got, end, at;
    do {
        if (cap - n < 4096)
            text = xrealloc(text, cap = cap ? 2 * cap : 8192);
        n += got = fread(text + n, 1, cap - n, f);
    } while (got);
    for (end = n; end > 0; end = at) {
        for (at = end - 1; at > 0 && text[at - 1] != '\n'; at--)
            ;
        fwrite(text + at, 1, end - at, stdout);
    }
    free(text);
}

int main(int argc, char **argv)
{
    static char *standard[] = {"-", NULL};
    char **at;
    int files;
    nextopt(argc, argv, "", "", "[OPTION]... [FILE]...\nWrite each FILE to standard output, last line first.\n");
    at = noperands ? operands : standard;
    for (files = noperands ? noperands : 1; files > 0; files--, at++) {
        FILE *f = strcmp(*at, "-") ? fopen(*at, "r") : stdin;
        if (!f) {
            complain_errno("failed to open %s for reading", quote_always(*at));
            continue;
        }
        reverse(f);
        close_input(f);
    }
    return finish();
}
