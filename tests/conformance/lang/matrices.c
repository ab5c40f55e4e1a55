// Variable length arrays as parameters, jagged and flat matrices, pointers to rows.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <alloca.h>
double trace(int n, double m[n][n]) {
    double t = 0;
    for (int i = 0; i < n; i++) t += m[i][i];
    return t;
}

void mul(int n, int m, int p, int a[n][m], int b[m][p], int c[n][p]) {
    for (int i = 0; i < n; i++) for (int j = 0; j < p; j++) {
        c[i][j] = 0;
        for (int k = 0; k < m; k++) c[i][j] += a[i][k] * b[k][j];
    }
}

void show(int r, int c, int (*m)[c]) {
    for (int i = 0; i < r; i++, puts("")) for (int j = 0; j < c; j++) printf("%4d", m[i][j]);
}

int sum3(int a[2][3][4]) {
    int s = 0;
    for (int i = 0; i < 24; i++) s += ((int *)a)[i];
    return s;
}

int main(int argc, char **argv) {
    int n = argc + 2;
    double m[n][n];
    for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) m[i][j] = i * n + j;
    printf("%g %zu\n", trace(n, m), sizeof m);
    int a[2][3] = {{1, 2, 3}, {4, 5, 6}}, b[3][2] = {1, 2, 3, 4, 5, 6}, c[2][2];
    mul(2, 3, 2, a, b, c);
    show(2, 2, c);
    int (*dyn)[n] = malloc(sizeof(int[n][n]));
    for (int i = 0; i < n * n; i++) dyn[0][i] = i * i;
    show(n, n, dyn);
    printf("%zu\n", sizeof *dyn);
    free(dyn);
    int cube[2][3][4];
    int k = 0;
    for (int i = 0; i < 2; i++) for (int j = 0; j < 3; j++) for (int l = 0; l < 4; l++) cube[i][j][l] = k++;
    printf("%d %d\n", sum3(cube), cube[1][2][3]);
    for (int i = 1; i < 4; i++) {
        char buf[i * 2];
        memset(buf, 'a' + i, sizeof buf);
        buf[sizeof buf - 1] = 0;
        printf("%s %zu\n", buf, sizeof buf);
    }
    char *p = alloca(10);
    strcpy(p, "alloca");
    puts(p);
    int i = 3;
    typedef int row[i];
    i = 10;
    row r;
    printf("%zu\n", sizeof r);
    size_t s = sizeof(int[i++]);
    printf("%zu %d\n", s, i);
    int **jag = malloc(4 * sizeof *jag);
    for (int q = 0; q < 4; q++) {
        jag[q] = calloc(q + 1, sizeof **jag);
        for (int w = 0; w <= q; w++) jag[q][w] = q == 0 || w == 0 || w == q ? 1 : jag[q-1][w-1] + jag[q-1][w];
    }
    for (int q = 0; q < 4; q++, puts("")) for (int w = 0; w <= q; w++) printf("%d ", jag[q][w]);
    char grid[3][5] = {"abcd", "efgh", {'i','j'}};
    for (int q = 0; q < 3; q++) printf("%.5s|", grid[q]);
    puts("");
    char (*g)[5] = grid;
    printf("%c %c %c\n", *(*(g + 1) + 2), g[2][1], 2[*grid]);
    goto skip;
    {
        int unused[5];
        (void)unused;
    }
    skip: printf("%ld\n", (long)(&cube[1][0][0] - &cube[0][0][0]));
    int *end = &a[0][0] + 6;
    int t = 0;
    for (int *q = *a; q != end; q++) t += *q;
    printf("%d\n", t);
    const char *const days[] = {"mon", "tue", [4] = "fri", "sat"};
    for (unsigned q = 0; q < sizeof days / sizeof *days; q++) printf("%s ", days[q] ? days[q] : "-");
    puts("");
    return 0;
}
