// printf: every conversion with flags, widths and precisions.
#include <stdio.h>
#include <stdint.h>
#include <inttypes.h>
#include <stddef.h>
#include <limits.h>
#include <float.h>
#include <math.h>
int main(void)
{
    int n1, n2;
    printf("[%5d][%-5d][%05d][%+d][% d][%x][%X][%#x][%o][%#o][%u]\n", 42, 42, 42, 42, 42, 255, 255, 255, 8, 8, -1);
    printf("[%.3d][%8.3d][%-8.3d][%+.3d][%.0d][%#.0o]\n", 5, 5, 5, 5, 0, 0);
    printf("[%hhd][%hd][%ld][%lld][%jd][%zd][%td]\n", (char) 300, (short) 70000, 1L << 40, LLONG_MIN, INTMAX_MAX,
           (size_t) -1, (ptrdiff_t) -5);
    printf("[%f][%.0f][%#.0f][%10.2f][%-10.2f][%010.2f][%+.1f]\n", 3.14159, 2.5, 3.0, 2.345, 2.345, -2.345, 9.95);
    printf("[%e][%.0e][%E][%g][%g][%g][%G][%#g]\n", 12345.678, 12345.678, 1e-10, 1e10, 0.0001, 0.00001, 1e-20, 1.0);
    printf("[%a][%A][%.2a]\n", 1.0, -0.5, 3.14159);
    printf("[%f][%F][%5.1f][%-8f][%08f]\n", INFINITY, -INFINITY, NAN, INFINITY, -INFINITY);
    printf("[%s][%10s][%-10s][%.2s][%10.2s][%c][%5c][%-5c]\n", "hello", "hi", "hi", "hello", "hello", 'x', 'y', 'z');
    printf("[%*d][%-*d][%.*f][%*.*f]\n", 6, 42, 6, 42, 2, 3.14159, 8, 3, 2.71828);
    printf("[%*d]\n", -6, 42);
    printf("[%.*s]\n", -1, "neg");
    printf("%%[%p]%n\n", (void *) 0, &n1);
    printf("%d\n", n1);
    printf("[%1$d %2$s %1$d]\n", 7, "pos");
    printf("[%2$*1$d]\n", 6, 99);
    printf("%" PRId64 " %" PRIu32 " %" PRIx16 " %" PRIXPTR "\n", INT64_MIN, UINT32_MAX, (uint16_t) 0xbeef,
           (uintptr_t) 0xabc);
    printf("[%'d]\n", 1234567);
    printf("[%lc]\n", L'A');
    printf("[%ls]\n", L"wide");
    n2 = printf("%5s|%-5s|\n", "ab", "cd");
    printf("%d\n", n2);
    printf("%.15g %.17g %.20f\n", 0.1, 0.1, 0.1);
    printf("%.50f\n", 1e-20);
    printf("%f\n", DBL_MAX);
    printf("%g %g\n", DBL_MIN, 5e-324);
    printf("%Lf %Lg %.3Le\n", 1.5L, 2.25L, 12345.6789L);
    char b[8];
    printf("%d [%s]\n", snprintf(b, sizeof b, "truncated %d", 5), b);
    printf("%d\n", snprintf(NULL, 0, "%d", 12345));
    printf("%hhu %hu\n", (unsigned char) 257, (unsigned short) 65537);
    printf("%c%c%c\n", 72, 105, 0x21);
    printf("%#X %#o\n", 0, 0);
    printf("[% 05d][%+05d][%-05d]\n", 42, 42, 42);
    printf("[%e]\n", 0.0);
    printf("%.3g %.3g %.10g\n", 1234567.0, 0.000123456, 100.0);
    printf("%i\n", 'a');
    printf("[%.0f %.0f %.0f %.0f]\n", 0.5, 1.5, 2.5, 3.5);
    printf("%d%%\n", 50);
    printf("%zu\n", sizeof(long double));
    fprintf(stdout, "%s %d\n", "multi" "part", __LINE__);
    puts("");
    return 0;
}
