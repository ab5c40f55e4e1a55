/* yes - prints a line until it is stopped. yes(1) */
#include "util.h"

static char buffer[8192];

int main(int argc, char **argv)
{
    size_t used = 0, line, n;
    int i;
    while (nextopt(argc, argv, "+", NULL, "[STRING]...\nRepeatedly output a line with all STRING(s), or 'y'.\n"))
        ;
    for (i = 0; i < noperands; i++) {
        n = strlen(operands[i]);
        if (used + n + 2 > sizeof buffer)
            die(1, "line too long");
        memcpy(buffer + used, operands[i], n);
        used += n;
        buffer[used++] = ' ';
    }
    if (used)
        used--;
    else
        buffer[used++] = 'y';
    buffer[used++] = '\n';
    for (line = used; used + line <= sizeof buffer; used += line)
        memcpy(buffer + used, buffer, line);
    for (;;)
        if (write_all(1, buffer, used) < 0)
            die_errno(1, "standard output");
}
