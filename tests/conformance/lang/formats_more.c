// The formats of printf, once more and mixed.
#include <stdio.h>
#include <inttypes.h>
#include <stdint.h>
#include <wchar.h>
int main(void) {
    printf("[%5s][%-5s][%.1s][%5.2s]\n", "abc", "abc", "abc", "abc");
    printf("[%+5d][%-+5d][% 05d][%+.3d]\n", 3, 3, 3, 3);
    printf("[%#x][%#X][%#o][%#8x][%-#8x]\n", 255, 255, 8, 255, 255);
    printf("[%lx][%llX][%hx][%hhx]\n", 1UL << 40, 1ULL << 50, 70000, 300);
    printf(PRId64 " %" PRId64 " %" PRIu32 " %" PRIx64 "\n", (int64_t)-5, (uint32_t)7, (uint64_t)255);
    printf("[%e][%.0e][%#.0e][%g][%g][%g]\n", 12345.678, 12345.678, 12345.678, 1e-5, 123456.0, 1234567.0);
    printf("[%G][%.3g][%#.3g][%010.3f][%-10.3f|][%+.1f]\n", 1e-10, 2.0, 2.0, -3.14159, 3.14159, 2.25);
    printf("[%a][%.1a][%A]\n", 1.5, 1.55, 255.0);
    printf("[%c%c][%5c][%-5c]\n", 'a', 0x42, 'c', 'd');
    printf("[%p][%10p][%-10p|]\n", (void *)16, (void *)16, NULL);
    printf("[%%][%5%]\n");
    printf("[%ls][%lc]\n", L"wide", L'w');
    printf("[%*.*f][%-*d|]\n", 8, 2, 3.14159, 5, 42);
    printf("[%3$d %1$d %2$d]\n", 1, 2, 3);
    printf("[%jd][%zu][%td][%zd]\n", (intmax_t)-1, (size_t)1, (long)-2, (ssize_t)-3);
    printf("%s\n", "");
    printf("[%.0f][%.0f][%.0f][%.0f]\n", 0.5, 1.5, 2.5, -0.4);
    printf("[%.15g][%.17g]\n", 0.1, 0.1);
    printf("[%f][%F]\n", 1.0 / 0, -1.0 / 0);
    printf("[%5.1f|%-8.3e|%+G]\n", 99.95, 0.00012345, 1e20);
    printf("[%Lf][%Le]\n", 1.5L, 2.5L);
    printf("[%i][%u]\n", -1, -1);
    printf("[%o]\n", 0777);
    printf("[%-10s|%10s]\n", "left", "right");
    printf("[%08.3f][%8d][%-8d][%08d]\n", 3.14159, 42, 42, -42);
    printf("[%.3s][%.10s][%.*s]\n", "abcdef", "abc", 2, "xyz");
    printf("[%x %X %o]\n", -1, -1, -1);
    printf("[%5d%%]\n", 50);
    int w = printf("12345\n");
    printf("%d\n", w);
    printf("[%s]\n", (char[]){'a', 'b', 0});
    printf("%.50f\n", 0.1);
    printf("%.0f %.1f\n", 1e22, 1e22);
    printf("%g %g %g %g\n", 100000.0, 1000000.0, 0.0001, 0.00001);
    printf("[% d][% d]\n", 5, -5);
    printf("[%hhd][%hd]\n", 128, 32768);
    char b[10];
    int k = snprintf(b, sizeof b, "%s", "0123456789abc");
    printf("%s %d\n", b, k);
    k = snprintf(NULL, 0, "%d-%d", 10, 20);
    printf("%d\n", k);
    puts("done");
    putchar('\n');
    fputs("x\n", stdout);
    return 0;
}
