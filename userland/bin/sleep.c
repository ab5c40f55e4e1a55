/* sleep - waits for the sum of its arguments. sleep(1): fractions and the suffixes s, m, h, d */
#include <time.h>
#include "util.h"

int main(int argc, char **argv)
{
    double total = 0;
    struct timespec t;
    int i;
    while (nextopt(argc, argv, "+", NULL, "NUMBER[SUFFIX]...\nPause for NUMBER seconds.\n"))
        ;
    if (!noperands) {
        complain("missing operand");
        try_help();
    }
    for (i = 0; i < noperands; i++) {
        char *end;
        double v = strtod(operands[i], &end), unit = 1;
        switch (*end) {
        case 's': end++; break;
        case 'm': unit = 60; end++; break;
        case 'h': unit = 3600; end++; break;
        case 'd': unit = 86400; end++; break;
        }
        if (end == operands[i] || *end || !(v >= 0))
            complain("invalid time interval '%s'", operands[i]);
        else
            total += v * unit;
    }
    if (status)
        try_help();
    if (total > 9e15)
        total = 9e15;
    t.tv_sec = (time_t)total;
    t.tv_nsec = (long)((total - t.tv_sec) * 1e9);
    while (nanosleep(&t, &t) < 0 && errno == EINTR)
        ;
    return 0;
}
