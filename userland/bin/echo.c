/* echo - prints its arguments. echo(1): -n -e -E, also combined */
#include "util.h"

int main(int argc, char **argv)
{
    int i = 1, newline = 1, escapes = 0;
    progname = argv[0];
    for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
        const char *p = argv[i] + 1;
        if (p[strspn(p, "neE")])
            break;
        for (; *p; p++) {
            if (*p == 'n')
                newline = 0;
            else
                escapes = *p == 'e';
        }
    }
    for (; i < argc; i++) {
        const char *p = argv[i];
        while (*p) {
            int c = (unsigned char)*p++;
            if (c == '\\' && escapes && *p) {
                c = escape(&p, *p != '0' || (p[1] >= '0' && p[1] <= '7'));
                if (c < 0)
                    return finish();
            }
            putchar(c);
        }
        if (i + 1 < argc)
            putchar(' ');
    }
    if (newline)
        putchar('\n');
    return finish();
}
