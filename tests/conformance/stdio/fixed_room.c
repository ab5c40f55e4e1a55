/* fmemopen's text ends with a 0, also where that takes its last byte; ecvt and fcvt have a place each. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fill(const char *mode, const char *text, size_t size)
{
    char room[12] = "1234567890a";
    FILE *f = fmemopen(room, size, mode);
    int put = fputs(text, f) >= 0, flushed = fflush(f);
    long at = ftell(f);
    printf("%s %zu %s: %d %d %ld", mode, size, text, put, flushed, at);
    fclose(f);
    printf(" [");
    for (size_t n = 0; n < sizeof room; n++)
        putchar(room[n] ? room[n] : '.');
    printf("]\n");
}

int main(void)
{
    const char *modes[] = {"w", "w+", "r+", "a", "a+"};
    for (int m = 0; m < 5; m++)
        for (int n = 1; n <= 6; n++) {
            char text[8] = "ABCDEF";
            text[n] = 0;
            fill(modes[m], text, 5);
            fill(modes[m], text, 12);
        }
    int point, negative;
    printf("%s %s\n", ecvt(1.5, 3, &point, &negative), fcvt(3.14159, 2, &point, &negative));
    return 0;
}
