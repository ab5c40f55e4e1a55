// malloc, calloc, realloc, free: alignment, contents, large and many blocks.
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    int aligned = 1, distinct = 1;
    char *p[50];
    for (int i = 0; i < 50; i++) {
        p[i] = malloc(i * 7 + 1);
        aligned &= (uintptr_t)p[i] % 16 == 0;
        memset(p[i], i, i * 7 + 1);
    }
    for (int i = 0; i < 50; i++)
        for (int j = 0; j < i * 7 + 1; j++)
            distinct &= p[i][j] == i;
    printf("aligned %d, distinct %d\n", aligned, distinct);
    for (int i = 0; i < 50; i += 2)
        free(p[i]);
    for (int i = 0; i < 50; i += 2)
        p[i] = calloc(i + 1, 3);
    int zero = 1;
    for (int i = 0; i < 50; i += 2)
        for (int j = 0; j < (i + 1) * 3; j++)
            zero &= p[i][j] == 0;
    for (int i = 1; i < 50; i += 2)
        for (int j = 0; j < i * 7 + 1; j++)
            distinct &= p[i][j] == i;
    printf("calloc zero %d, the others untouched %d\n", zero, distinct);
    for (int i = 0; i < 50; i++)
        free(p[i]);

    char *s = NULL;
    size_t cap = 0, len = 0;
    for (int i = 0; i < 1000; i++) {
        if (len + 1 >= cap)
            s = realloc(s, cap = cap ? cap * 2 : 1);
        s[len++] = 'a' + i % 26;
    }
    s[len] = 0;
    int same = 1;
    for (int i = 0; i < 1000; i++)
        same &= s[i] == 'a' + i % 26;
    printf("grown by realloc: %zu, intact %d\n", strlen(s), same);
    s = realloc(s, 10);
    printf("shrunk: %.10s\n", s);
    free(s);
    free(NULL);

    size_t big = 50 << 20;
    char *b = malloc(big);
    b[0] = 1, b[big - 1] = 2;
    printf("50 MiB: %d\n", b[0] + b[big - 1] + b[big / 2]);
    free(b);
    errno = 0;
    void *none = malloc((size_t)1 << 60);
    printf("2^60 bytes: %s, %s\n", none ? "given" : "NULL", strerror(errno));
    none = calloc((size_t)1 << 40, (size_t)1 << 40);
    printf("calloc overflow: %s\n", none ? "given" : "NULL");
    void *m0 = malloc(0), *m1 = malloc(0);
    printf("malloc(0): not NULL %d, different %d\n", m0 != NULL, m0 != m1);
    free(m0);
    free(m1);

    int **rows = malloc(20 * sizeof *rows), sum = 0;
    for (int i = 0; i < 20; i++) {
        rows[i] = malloc(20 * sizeof **rows);
        for (int j = 0; j < 20; j++)
            rows[i][j] = i * j;
    }
    for (int i = 0; i < 20; i++)
        sum += rows[i][i];
    for (int i = 0; i < 20; i++)
        free(rows[i]);
    free(rows);
    printf("%d\n", sum);
    void *al = NULL;
    int r = posix_memalign(&al, 64, 100);
    printf("posix_memalign: %d %d\n", r, (int)((uintptr_t)al % 64));
    free(al);
    for (int i = 0; i < 20000; i++)
        free(malloc(i % 3000));
    printf("done\n");
    return 0;
}
