// LU decomposition, Simpson, Newton, series.
#include <stdio.h>
#include <stdlib.h>
#include <math.h>
#include <string.h>
#define N 5
typedef double mat[N][N];
static int lu(int n, double a[n][n], int piv[n]) {
    for (int i = 0; i < n; i++) piv[i] = i;
    for (int k = 0; k < n; k++) {
        int p = k;
        for (int i = k + 1; i < n; i++) if (fabs(a[i][k]) > fabs(a[p][k])) p = i;
        if (fabs(a[p][k]) < 1e-12) return -1;
        if (p != k) {
            for (int j = 0; j < n; j++) {
                double t = a[p][j];
                a[p][j] = a[k][j];
                a[k][j] = t;
            }
            int t = piv[p];
            piv[p] = piv[k];
            piv[k] = t;
        }
        for (int i = k + 1; i < n; i++) {
            a[i][k] /= a[k][k];
            for (int j = k + 1; j < n; j++) a[i][j] -= a[i][k] * a[k][j];
        }
    }
    return 0;
}

static void solve(int n, double a[n][n], int piv[n], const double *b, double *x) {
    for (int i = 0; i < n; i++) {
        x[i] = b[piv[i]];
        for (int j = 0; j < i; j++) x[i] -= a[i][j] * x[j];
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int j = i + 1; j < n; j++) x[i] -= a[i][j] * x[j];
        x[i] /= a[i][i];
    }
}

struct matrix { int r, c; double *d; };
static struct matrix mnew(int r, int c) {
    struct matrix m = {r, c, calloc(r * c, sizeof(double))};
    return m;
}

static struct matrix mmul(struct matrix a, struct matrix b) {
    struct matrix m = mnew(a.r, b.c);
    for (int i = 0; i < a.r; i++) for (int j = 0; j < b.c; j++) for (int k = 0; k < a.c; k++) m.d[i * m.c + j] += a.d[i * a.c + k] * b.d[k * b.c + j];
    return m;
}

static double simpson(double (*f)(double), double a, double b, int n) {
    double h = (b - a) / n, s = f(a) + f(b);
    for (int i = 1; i < n; i++) s += f(a + i * h) * (i % 2 ? 4 : 2);
    return s * h / 3;
}

static double newton(double (*f)(double), double (*d)(double), double x) {
    for (int i = 0; i < 50 && fabs(f(x)) > 1e-13; i++) x -= f(x) / d(x);
    return x;
}

static double cubic(double x) {
    return x * x * x - 2 * x - 5;
}

static double dcubic(double x) {
    return 3 * x * x - 2;
}

int main(void) {
    mat a;
    double b[N], x[N];
    int piv[N];
    for (int i = 0; i < N; i++) {
        b[i] = i + 1;
        for (int j = 0; j < N; j++) a[i][j] = 1.0 / (i + j + 1) + (i == j) * 0.5;
    }
    printf("%d\n", lu(N, a, piv));
    solve(N, a, piv, b, x);
    for (int i = 0; i < N; i++) printf("%.12f ", x[i]);
    puts("");
    double s[2][2] = {{1, 2}, {2, 4}};
    printf("%d\n", lu(2, s, piv));
    struct matrix m = mnew(2, 3), n = mnew(3, 2);
    for (int i = 0; i < 6; i++) m.d[i] = n.d[i] = i + 0.5;
    struct matrix p = mmul(m, n);
    for (int i = 0; i < 4; i++) printf("%8.3f%c", p.d[i], i % 2 ? '\n' : ' ');
    printf("%.10f %.10f\n", simpson(sin, 0, M_PI, 100), newton(cubic, dcubic, 2));
    double e = 1, term = 1;
    for (int i = 1; i < 20; i++) e += term /= i;
    printf("%.15f %d\n", e, fabs(e - M_E) < 1e-14);
    long f = 1;
    for (int i = 2; i <= 20; i++) f *= i;
    printf("%ld\n", f);
    unsigned long long fib[2] = {0, 1};
    for (int i = 0; i < 90; i++) fib[i & 1] += fib[~i & 1];
    printf("%llu\n", fib[0]);
    int c = 0;
    for (int i = 2; i < 1000; i++) {
        int pr = 1;
        for (int j = 2; j * j <= i; j++) if (i % j == 0) {
            pr = 0;
            break;
        }
        c += pr;
    }
    printf("%d\n", c);
    float ff[3] = {1.1f, 2.2f, 3.3f};
    float dot = 0;
    for (int i = 0; i < 3; i++) dot += ff[i] * ff[i];
    printf("%.6f %.9g\n", dot, (double)dot);
    printf("%g %g %g %g\n", hypot(3, 4), cbrt(27), log10(1000), exp(1));
    printf("%ld %d\n", lround(2.5), (int)rint(2.5));
    return 0;
}
