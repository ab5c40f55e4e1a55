// A child for each row of a product, in shared anonymous memory.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#define N 6
int main(void)
{
    int (*a)[N], (*b)[N], (*c)[N];
    size_t sz = sizeof(int[N][N]);
    a = mmap(NULL, 3 * sz, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (a == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    b = a + N;
    c = b + N;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = i + j;
            b[i][j] = i == j ? 2 : 1;
        }
    for (int i = 0; i < N; i++) {
        pid_t p = fork();
        if (p < 0) {
            perror("fork");
            exit(EXIT_FAILURE);
        }
        if (!p) {
            for (int j = 0; j < N; j++) {
                int s = 0;
                for (int k = 0; k < N; k++)
                    s += a[i][k] * b[k][j];
                c[i][j] = s;
            }
            exit(i);
        }
    }
    int st, sum = 0;
    while (wait(&st) != -1)
        if (WIFEXITED(st))
            sum += WEXITSTATUS(st);
    for (int i = 0; i < N; i++, puts(""))
        for (int j = 0; j < N; j++)
            printf("%4d", c[i][j]);
    printf("sum of exits %d\n", sum);
    munmap(a, 3 * sz);
    return 0;
}
