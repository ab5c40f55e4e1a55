/* nl - numbers lines. nl(1): -b a|t|n, -w WIDTH, -s STRING, -n ln|rn|rz, -v START, -i STEP */
#include "util.h"

int main(int argc, char **argv)
{
    static char *standard[] = {"-", NULL};
    const char *style = "t", *separator = "\t", *format = "rn";
    int c, width = 6, step = 1;
    long n = 1, got;
    char **at, *line = NULL;
    int files;
    size_t cap = 0;
    while ((c = nextopt(argc, argv, "b:w:s:n:v:i:", "body-numbering=b number-width=w number-separator=s number-format=n starting-line-number=v line-increment=i",
                        "[OPTION]... [FILE]...\nWrite each FILE to standard output, with line numbers added.\n"))) {
        if (c == 'b') style = optval;
        else if (c == 'w') width = atoi(optval);
        else if (c == 's') separator = optval;
        else if (c == 'n') format = optval;
        else if (c == 'v') n = atol(optval);
        else step = atoi(optval);
    }
    at = noperands ? operands : standard;
    for (files = noperands ? noperands : 1; files > 0; files--, at++) {
        FILE *f = open_input(*at);
        if (!f)
            continue;
        while ((got = read_line(f, &line, &cap)) >= 0) {
            int empty = got == 0 || *line == '\n';
            if (*style == 'a' || (*style == 't' && !empty)) {
                printf(*format == 'l' ? "%-*ld" : format[1] == 'z' ? "%0*ld" : "%*ld", width, n);
                fputs(separator, stdout);
                n += step;
            } else {
                printf("%*s", width + (int)strlen(separator), "");
            }
            fwrite(line, 1, got, stdout);
        }
        close_input(f);
    }
    return finish();
}
