/* paste - joins lines of files side by side, or with -s one after the other. paste(1): -d LIST -s -z */
#include "util.h"

static const char *list = "\t";
static size_t nlist = 1;
static int end = '\n';

static char *unescaped(const char *s)
{
    char *text = xmalloc(strlen(s) + 1), *to = text;
    for (; *s; s++) {
        if (*s == '\\' && s[1]) {
            s++;
            /* \0 is no delimiter at all. */
            *to++ = *s == 'n' ? '\n' : *s == 't' ? '\t' : *s == '0' ? '\0' : *s;
        } else {
            *to++ = *s;
        }
    }
    nlist = to - text;
    return text;
}

static void delimiter(size_t n)
{
    if (nlist && list[n % nlist])
        putchar(list[n % nlist]);
}

static void serial(FILE *f)
{
    size_t n = 0;
    int c = getc(f), next;
    for (; c != EOF; c = next) {
        next = getc(f);
        if (c != end)
            putchar(c);
        else if (next != EOF)
            delimiter(n++);
    }
    putchar(end);
}

static void parallel(FILE **files, int count)
{
    for (;;) {
        int i, c, waiting = 0, open = 0;
        for (i = 0; i < count; i++) {
            if (files[i] && (c = getc(files[i])) != EOF) {
                /* Delimiters of files that have ended are only written before one that has not. */
                for (; waiting < i; waiting++)
                    delimiter(waiting);
                open = 1;
                for (; c != EOF && c != end; c = getc(files[i]))
                    putchar(c);
            } else if (files[i]) {
                close_input(files[i]);
                files[i] = NULL;
            }
        }
        if (!open)
            return;
        for (; waiting < count - 1; waiting++)
            delimiter(waiting);
        putchar(end);
    }
}

int main(int argc, char **argv)
{
    int c, i, one_by_one = 0;
    FILE **files;
    while ((c = nextopt(argc, argv, "d:sz", "delimiters=d serial=s zero-terminated=z",
                        "[OPTION]... [FILE]...\nWrite lines consisting of the sequentially corresponding lines from\n"
                        "each FILE, separated by TABs, to standard output.\n"))) {
        if (c == 'd')
            list = unescaped(optval);
        else if (c == 's')
            one_by_one = 1;
        else
            end = '\0';
    }
    if (!noperands) {
        static char *dash[] = {"-", NULL};
        operands = dash;
        noperands = 1;
    }
    files = xmalloc(noperands * sizeof *files);
    for (i = 0; i < noperands; i++) {
        files[i] = open_input(operands[i]);
        if (!files[i] && !one_by_one)
            return 1;
        if (files[i] && one_by_one) {
            serial(files[i]);
            close_input(files[i]);
        }
    }
    if (!one_by_one)
        parallel(files, noperands);
    return finish();
}
