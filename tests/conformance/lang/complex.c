// Complex numbers: operators, parts, functions; a Fourier transform and a set of Mandelbrot's.
#include <complex.h>
#include <stdio.h>
#include <math.h>
#define PI acos(-1.0)
typedef double complex cplx;
static const double complex unit = 1.0 + 2.0 * I;
static float complex fz = 3;
void _fft(cplx buf[], cplx out[], int n, int step)
{
    if (step < n) {
        _fft(out, buf, n, step * 2);
        _fft(out + step, buf + step, n, step * 2);
        for (int i = 0; i < n; i += 2 * step) {
            cplx t = cexp(-I * PI * i / n) * out[i + step];
            buf[i / 2] = out[i] + t;
            buf[(i + n) / 2] = out[i] - t;
    }}
}

void fft(cplx buf[], int n)
{
    cplx out[n];
    for (int i = 0; i < n; i++)
        out[i] = buf[i];
    _fft(buf, out, n, 1);
}

static int mandel(double complex c)
{
    double complex z = 0;
    int i;
    for (i = 0; i < 50 && cabs(z) < 2; i++)
        z = z * z + c;
    return i;
}

struct h {
    double complex z;
    int n;
};
static double complex pass(double complex a, struct h h)
{
    return a * h.z + h.n;
}

int main(void)
{
    double complex a = 3 + 4 * I, b = 1 - 2 * I;
    printf("%.2f %.2f %.3f %.3f\n", creal(a), cimag(a), cabs(a), carg(b));
    a *= b;
    printf("%.1f%+.1fi\n", creal(a), cimag(a));
    a /= b;
    a += 1;
    a -= 2 * I;
    printf("%.1f%+.1fi\n", creal(a), cimag(a));
    printf("%d %d %d\n", a == b, a != b, !a);
    a = -a;
    a = ~a;
    printf("%g %g\n", __real__ a, __imag__ a);
    __imag__ a = 7;
    printf("%g %g\n", creal(conj(a)), cimag(conj(a)));
    printf("%.4f %.4f\n", creal(csqrt(-1)), cimag(csqrt(-1)));
    printf("%.4f %.4f\n", creal(cpow(I, 2)), cimag(cexp(I * M_PI)));
    float complex f = 1.5f + 0.5f * I;
    f = f * f;
    printf("%.3f %.3f %zu %zu\n", crealf(f), cimagf(f), sizeof f, sizeof a);
    double complex arr[3] = { 1, 2 * I, 3 + I };
    double complex s = 0;
    for (int i = 0; i < 3; i++)
        s += arr[i];
    printf("%g %g\n", creal(s), cimag(s));
    printf("%g %g %g\n", creal(unit), cimag(unit), crealf(fz));
    cplx buf[] = { 1, 1, 1, 1, 0, 0, 0, 0 };
    fft(buf, 8);
    for (int i = 0; i < 8; i++)
        if (!cimag(buf[i]))
            printf("%g ", creal(buf[i]));
        else
            printf("(%g, %g) ", creal(buf[i]), cimag(buf[i]));
    puts("");
    for (double y = -1; y <= 1; y += 0.5) {
        for (double x = -2; x <= 0.5; x += 0.125)
            putchar(" .:-=+*#%@"[mandel(x + y * I) / 6]);
        puts("");
    } struct h h = { I, 5 };
    a = pass(2, h);
    printf("%g %g\n", creal(a), cimag(a));
    a = a ? b : 0;
    if (a)
        puts("nonzero");
    printf("%g\n", (double) a);
    int k = 3 + 0 * I;
    printf("%d\n", k);
    a++;
    printf("%g\n", creal(a));
    printf("%.3f %.3f\n", creal(csin(1 + I)), cimag(clog(1 + I)));
    double complex *p = &a;
    *p = I ** p;
    printf("%g %g\n", creal(*p), cimag(*p));
    printf("%.4f\n", cabs(ctanh(0.5 + I)));
    long double complex lz = 1 + 2.0L * I;
    printf("%Lg\n", cimagl(lz));
    return 0;
}
