// Variable length arrays.
#include <stdio.h>
#include <string.h>

static int trace(int n, int m[n][n])
{
    int t = 0;
    for (int i = 0; i < n; i++)
        t += m[i][i];
    return t;
}

static long fill(int rows, int cols)
{
    int a[rows][cols];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < cols; j++)
            a[i][j] = i * cols + j;
    long s = 0;
    int *flat = &a[0][0];
    for (int i = 0; i < rows * cols; i++)
        s += flat[i];
    printf("%zu %zu ", sizeof a, sizeof a[0]);
    return s;
}

static int nested(int n)
{
    char buf[n + 1];
    memset(buf, 'a' + n, n);
    buf[n] = 0;
    printf("%s ", buf);
    return n ? n + nested(n - 1) : 0;
}

static int loop(int n)
{
    int total = 0;
    for (int i = 1; i <= n; i++) {
        int a[i * 1000];
        a[0] = i;
        a[i * 1000 - 1] = 1;
        total += a[0] + a[i * 1000 - 1];
        if (i % 2)
            continue;
        total++;
    }
    return total;
}

static void transpose(int r, int c, int from[r][c], int to[c][r])
{
    for (int i = 0; i < r; i++)
        for (int j = 0; j < c; j++)
            to[j][i] = from[i][j];
}

int main(void)
{
    int n = 4;
    int m[n][n];
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            m[i][j] = i * 10 + j;
    printf("%d %zu\n", trace(n, m), sizeof m);
    printf("%ld\n", fill(3, 5));
    printf("%d\n", nested(4));
    printf("%d\n", loop(50));
    int size = 3;
    char text[size++][8];
    strcpy(text[2], "last");
    printf("%zu %s %d\n", sizeof text / sizeof text[0], text[2], size);
    int a[2][3] = {{1, 2, 3}, {4, 5, 6}}, b[3][2];
    transpose(2, 3, a, b);
    printf("%d %d %d\n", b[0][1], b[2][0], b[2][1]);
    int (*p)[n] = m;
    p++;
    printf("%d %zu\n", (*p)[2], sizeof *p);
    typedef int row[n];
    n = 100;
    row r;
    printf("%zu %zu\n", sizeof(row), sizeof r);
    goto over;
over:;
    double d[size];
    for (int i = 0; i < size; i++)
        d[i] = i / 2.0;
    printf("%g\n", d[size - 1]);
    return 0;
}
