// printf: floating point, all conversions and flags.
#include <float.h>
#include <math.h>
#include <stdio.h>

int main(void)
{
    static const double v[] = {0, 1, -1, 0.5, 1.5, 2.5, 3.14159265358979, 100, 123456, 1234567, 0.0001, 0.00001,
                               1e10, 1e-10, 1e100, 999999.25, 0.1, 9.995, 99.99999, 1e15, 123456789.125};
    static const char *const f[] = {"%f", "%e", "%g", "%.0f", "%.3f", "%.0e", "%.2E", "%.10g", "%G", "%12.4f", "%-12.2e|",
                                    "%+g", "% f", "%#g", "%#.0f", "%012.3f", "%.15g", "%a"};
    for (unsigned i = 0; i < sizeof f / sizeof *f; i++) {
        printf("%s:", f[i]);
        for (unsigned j = 0; j < sizeof v / sizeof *v; j++) {
            putchar(' ');
            printf(f[i], v[j]);
        }
        printf("\n");
    }
    double zero = 0.0, inf = INFINITY, nan = NAN;
    printf("%f %f %e %g %F %G\n", inf, -inf, inf, inf, inf, inf);
    printf("%f %F %5.1f|%-6f|%06f|%+f\n", nan, nan, nan, nan, inf, inf);
    printf("%f %g %e %.0f\n", -zero, -zero, -zero, -zero);
    printf("%.17g %.17g %.17g\n", 0.1, 1.0 / 3, 2.0 / 3);
    printf("%.20f %.25g\n", 0.1, 0.1);
    printf("%g %g %g\n", DBL_MAX, DBL_MIN, DBL_EPSILON);
    printf("%.0f\n", 1e22);
    printf("%f\n", DBL_MAX / 1e200);
    printf("%g %g %g %g\n", 1e5, 1e6, 123456.0, 1234560.0);
    printf("%g %g %g\n", 0.0001234, 0.00001234, 100000.0);
    printf("%.3g %.3g %.3g %.1g\n", 0.00012345, 12345.0, 9.999, 0.95);
    printf("%.0f %.0f %.0f %.0f %.0f\n", 0.5, 1.5, 2.5, 3.5, -0.5);
    printf("%.1f %.1f %.2f %.2f\n", 0.25, 0.35, 1.005, 2.675);
    printf("[%8.2f][%-8.2f][%08.2f][%+8.2f][% 8.2f]\n", 3.14159, 3.14159, -3.14159, 3.14159, 3.14159);
    printf("[%*.*f][%-*.*f]\n", 10, 2, 2.71828, 10, 1, 2.71828);
    printf("%f %f\n", 1.0f / 3, (float)0.1);
    printf("%5.2f%%\n", 99.5);
    printf("%e %E\n", 12345.6789, 0.00012345);
    printf("%g %#g %g\n", 2.0, 2.0, 2.50);
    printf("%d %.1f %s %c %e\n", 1, 2.0, "three", '4', 5.0);
    return 0;
}
