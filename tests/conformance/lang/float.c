// Floating arithmetic: double and float, comparisons, infinities, conversions back.
#include <float.h>
#include <math.h>
#include <stdio.h>

static double average(const double *v, int n)
{
    double s = 0;
    for (int i = 0; i < n; i++)
        s += v[i];
    return n ? s / n : 0;
}

static float scale(float f, int n)
{
    while (n--)
        f *= 1.1f;
    return f;
}

static double newton(double x)
{
    double r = x / 2;
    for (int i = 0; i < 30; i++)
        r = (r + x / r) / 2;
    return r;
}

int main(void)
{
    volatile double a = 0.1, b = 0.2, zero = 0, one = 1;
    volatile float f = 0.1f, g = 0.2f;
    printf("%d %d %.17g %.9g\n", a + b == 0.3, f + g == 0.3f, a + b, f + g);
    double v[] = {1, 2, 3.5, -4.25};
    printf("%g %g\n", average(v, 4), average(v, 0));
    printf("%.6f %.9g\n", newton(2), scale(1, 10));
    double inf = one / zero, nan = zero / zero;
    printf("%d %d %d %d\n", inf > 1e308, inf == inf, nan == nan, nan != nan);
    printf("%d %d %d\n", nan < 1, nan > 1, !(nan <= 1));
    printf("%d %d %d %d\n", isnan(nan) != 0, isinf(inf) != 0, isfinite(a) != 0, signbit(-zero) != 0);
    printf("%d %d\n", -zero == zero, one / -zero < 0);
    printf("%g %g %g\n", inf + 1, inf - 1e300, -inf);
    float sum = 0;
    for (int i = 0; i < 1000; i++)
        sum += 0.1f;
    double dsum = 0;
    for (int i = 0; i < 1000; i++)
        dsum += 0.1;
    printf("%.4f %.12f\n", sum, dsum);
    printf("%d %d\n", (int)(a * 3 * 10), (int)(0.7 * 100));
    printf("%.17g %.17g\n", 1e16 + one, (1e16 + 2) - 1e16);
    printf("%g %g\n", DBL_MAX * 10, DBL_MIN / 4);
    printf("%g %g\n", (double)FLT_MAX, (double)(float)1e-40);
    int i = 7;
    i = i * 1.5;
    printf("%d %g %g\n", i, i / 4.0, (float)i / 3);
    long big = 1L << 53;
    printf("%d %d\n", (double)big == (double)(big + 1), (long)(double)(big + 1) == big);
    printf("%d %d %d\n", a < b ? 1 : 2, a ? 3 : 4, zero ? 5 : 6);
    if (!zero && one)
        printf("truth\n");
    double x = 5;
    x++, ++x, x--;
    x -= .5, x *= 2, x /= 3;
    printf("%.6f %g\n", x, -x + +x);
    float arr[3] = {1, 2.5, 1e3};
    printf("%g %g %zu\n", arr[1], arr[2] * 2, sizeof arr);
    printf("%g\n", 1 / 2 + 1 / 2.0 + 1.0f / 4);
    printf("%d %d %d %d\n", DBL_DIG, FLT_DIG, DBL_MANT_DIG, DBL_MAX_EXP);
    unsigned u = 3000000000u;
    printf("%.1f %.1f %u\n", u * 2.0, (double)-1u, (unsigned)(u / 2.0 * 1.5));
    printf("%.3f\n", 22 / 7. - 355 / 113.);
    return 0;
}
