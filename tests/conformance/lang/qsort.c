// qsort and bsearch; glibc's qsort is a merge sort, so equal elements keep their order.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rec {
    char name[8];
    int key, seq;
};

static int ints(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

static int down(const void *a, const void *b)
{
    return ints(b, a);
}

static int strings(const void *a, const void *b)
{
    return strcmp(*(const char **)a, *(const char **)b);
}

static int by_key(const void *a, const void *b)
{
    return ((const struct rec *)a)->key - ((const struct rec *)b)->key;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct rec *)a)->name, ((const struct rec *)b)->name);
}

static int doubles(const void *a, const void *b)
{
    double x = *(double *)a, y = *(double *)b;
    return x < y ? -1 : x > y;
}

static int chars(const void *a, const void *b)
{
    return *(char *)a - *(char *)b;
}

int main(void)
{
    int v[] = {5, -3, 9, 0, 5, 2, 100, -50, 7, 1};
    enum { N = sizeof v / sizeof *v };
    qsort(v, N, sizeof *v, ints);
    for (int i = 0; i < N; i++)
        printf("%d ", v[i]);
    printf("\n");
    for (int k = -5; k <= 9; k += 7) {
        int *f = bsearch(&k, v, N, sizeof *v, ints);
        printf("%d at %ld, ", k, f ? (long)(f - v) : -1L);
    }
    printf("\n");
    qsort(v, N, sizeof *v, down);
    printf("%d %d\n", v[0], v[N - 1]);
    const char *w[] = {"pear", "Apple", "fig", "apple", "10", "9", ""};
    qsort(w, 7, sizeof *w, strings);
    for (int i = 0; i < 7; i++)
        printf("[%s]", w[i]);
    printf("\n");
    struct rec r[12];
    for (int i = 0; i < 12; i++) {
        sprintf(r[i].name, "n%d", i * 7 % 5);
        r[i].key = i * 5 % 4;
        r[i].seq = i;
    }
    qsort(r, 12, sizeof *r, by_key);
    for (int i = 0; i < 12; i++)
        printf("%d.%d ", r[i].key, r[i].seq);
    printf("\n");
    qsort(r, 12, sizeof *r, by_name);
    for (int i = 0; i < 12; i++)
        printf("%s.%d.%d ", r[i].name, r[i].key, r[i].seq);
    printf("\n");
    double d[] = {2.5, -1, 1e10, 0.1, 3};
    qsort(d, 5, sizeof *d, doubles);
    for (int i = 0; i < 5; i++)
        printf("%g ", d[i]);
    char s[] = "sorting letters";
    qsort(s, strlen(s), 1, chars);
    printf("[%s]\n", s);
    int big[1000];
    unsigned x = 1;
    for (int i = 0; i < 1000; i++)
        big[i] = (x = x * 1103515245 + 12345) >> 16 & 0x7fff;
    qsort(big, 1000, sizeof *big, ints);
    int ok = 1;
    for (int i = 1; i < 1000; i++)
        ok &= big[i - 1] <= big[i];
    printf("%d %d %d\n", ok, big[0], big[999]);
    qsort(v, 0, sizeof *v, ints);
    qsort(v, 1, sizeof *v, ints);
    return 0;
}
