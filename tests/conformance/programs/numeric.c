// Matrices, rounding, random numbers.
#include <stdio.h>
#include <stdlib.h>
#include <math.h>
#define N 4
typedef double mat[N][N];
static void mul(const mat a, const mat b, mat c)
{
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            c[i][j] = 0;
            for (int k = 0; k < N; k++)
                c[i][j] += a[i][k] * b[k][j];
        }
}
static double det(int n, double a[n][n])
{
    double d = 1;
    for (int i = 0; i < n; i++) {
        int p = i;
        for (int r = i + 1; r < n; r++)
            if (fabs(a[r][i]) > fabs(a[p][i]))
                p = r;
        if (a[p][i] == 0)
            return 0;
        if (p != i) {
            for (int c = 0; c < n; c++) {
                double t = a[i][c];
                a[i][c] = a[p][c];
                a[p][c] = t;
            }
            d = -d;
        }
        d *= a[i][i];
        for (int r = i + 1; r < n; r++) {
            double f = a[r][i] / a[i][i];
            for (int c = i; c < n; c++)
                a[r][c] -= f * a[i][c];
        }
    }
    return d;
}
int main(void)
{
    mat a, b, c;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = sin(i + j);
            b[i][j] = i == j ? 1 : 1.0 / (1 + i + j);
        }
    mul(a, b, c);
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++)
            printf("%8.4f", c[i][j]);
        puts("");
    }
    printf("%.6g %.10e\n", det(N, b), det(N, a));
    float f = 0.1f;
    double d = f;
    printf("%.10f %.10f %d\n", f, d, f == 0.1);
    printf("%g %g %g\n", pow(2, 0.5), fmod(-7, 3), atan2(1, -1));
    printf("%ld %ld %g\n", lround(-2.5), (long)-2.9, rint(2.5));
    int e;
    double m = frexp(10, &e);
    printf("%g %d %g\n", m, e, ldexp(m, e));
    printf("%d %d\n", isnan(sqrt(-1)) != 0, isinf(1 / 0.0) != 0);
    srand(42);
    printf("%d %d\n", rand() % 100, rand() % 100);
    srand48(1);
    printf("%f\n", drand48());
    printf("%d\n", (int)random() % 1000);
    return 0;
}
