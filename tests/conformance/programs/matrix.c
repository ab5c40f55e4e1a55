// A matrix product, one process a row, results through a pipe.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 6

struct row {
    int index;
    double v[N];
};

int main(void)
{
    double a[N][N], b[N][N], c[N][N];
    int p[2];
    struct row r;

    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = i + j * 0.5;
            b[i][j] = i == j ? 2 : (i - j) * 0.25;
        }
    pipe(p);
    for (int i = 0; i < N; i++)
        if (fork() == 0) {
            r.index = i;
            for (int j = 0; j < N; j++) {
                r.v[j] = 0;
                for (int k = 0; k < N; k++)
                    r.v[j] += a[i][k] * b[k][j];
            }
            write(p[1], &r, sizeof r);
            _exit(0);
        }
    close(p[1]);
    int rows = 0;
    while (read(p[0], &r, sizeof r) == sizeof r) {
        for (int j = 0; j < N; j++)
            c[r.index][j] = r.v[j];
        rows++;
    }
    while (wait(NULL) > 0)
        ;
    printf("%d rows\n", rows);
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++)
            printf("%8.3f", c[i][j]);
        printf("\n");
    }
    return 0;
}
