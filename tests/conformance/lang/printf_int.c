// printf: integer conversions with every flag, width and precision.
#include <inttypes.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

int main(void)
{
    static const char *const flags[] = {"", "-", "+", " ", "#", "0", "-+", "+0", "#0", "-#", " 0", "+ "};
    static const char *const widths[] = {"", "8", "3.2", "8.5", ".0", ".3"};
    static const char kinds[] = "dioxXu";
    char fmt[20];

    for (unsigned k = 0; k < sizeof kinds - 1; k++)
        for (unsigned f = 0; f < sizeof flags / sizeof *flags; f++) {
            printf("%c%-3s:", kinds[k], flags[f]);
            for (unsigned w = 0; w < sizeof widths / sizeof *widths; w++) {
                sprintf(fmt, "[%%%s%s%c]", flags[f], widths[w], kinds[k]);
                printf(fmt, 0);
                printf(fmt, 42);
                printf(fmt, -42);
            }
            printf("\n");
        }
    printf("%hhd %hhu %hd %hu\n", 300, 300, 70000, 70000);
    printf("%hhd %hhx %hx\n", -1, -1, -1);
    printf("%ld %lu %lx %lo\n", LONG_MIN, ULONG_MAX, LONG_MAX, 8L);
    printf("%lld %llu %llX\n", LLONG_MIN, ULLONG_MAX, 0xabcdefull);
    printf("%zd %zu %td %jd %ju\n", (ssize_t)-1, sizeof(int), (ptrdiff_t)-5, (intmax_t)-6, (uintmax_t)7);
    printf("%d %i %u\n", INT_MIN, INT_MAX, UINT_MAX);
    printf("[%*d][%-*d][%*d]\n", 5, 1, 5, 2, -5, 3);
    printf("[%.*d][%.*d][%*.*d]\n", 3, 7, -1, 8, 6, 4, 9);
    printf("[%08d][%-08d][%+08d][%8.3d][%08.3d]\n", 42, 42, 42, 42, 42);
    printf("[%#x][%#X][%#o][%#x][%#o]\n", 255, 255, 8, 0, 0);
    printf("[%#10x][%#010x][%-#10x][%#.6x]\n", 255, 255, 255, 255);
    printf("[% d][% d][%+d][%+i]\n", 5, -5, 0, -0);
    printf("[%20lld][%-20lld][%020lld]\n", -123456789012LL, -123456789012LL, -123456789012LL);
    printf("[%2$d %1$d %2$d][%1$*2$d]\n", 7, 4);
    printf("%" PRId8 " %" PRIu16 " %" PRIx32 " %" PRId64 " %" PRIuPTR "\n", (int8_t)-8, (uint16_t)16, 32u, (int64_t)-64,
           (uintptr_t)99);
    printf("%%|%5%|%c%c\n", 'a', 'b');
    printf("%d%%\n", 50);
    return 0;
}
