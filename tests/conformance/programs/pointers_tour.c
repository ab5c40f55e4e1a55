// Pointers to everything.
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
char *rev(char *s)
{
    char *a = s, *b = s + strlen(s) - 1, t;
    while (a < b)
        t = *a, *a++ = *b, *b-- = t;
    return s;
}
int cmp_str(const void *a, const void *b)
{
    return strcmp(*(const char **)a, *(const char **)b);
}
void *map(const void *in, size_t n, size_t sz, void (*f)(const void *, void *))
{
    char *out = malloc(n * sz);
    for (size_t i = 0; i < n; i++)
        f((const char *)in + i * sz, out + i * sz);
    return out;
}
static void dbl(const void *a, void *b)
{
    *(int *)b = 2 * *(const int *)a;
}
int (*choose(char c))(const char *, const char *)
{
    return c == 's' ? strcmp : NULL;
}
int main(int argc, char **argv)
{
    char s[] = "stressed";
    puts(rev(s));
    int m[2][3] = {{1, 2, 3}, {4, 5, 6}}, (*row)[3] = m;
    printf("%d %d %zu\n", row[1][2], *(*(m + 1) + 1), sizeof m / sizeof *m);
    const char *w[] = {"pear", "fig", "apple"};
    qsort(w, 3, sizeof *w, cmp_str);
    for (int i = 0; i < 3; i++)
        printf("%s%c", w[i], " \n"[i == 2]);
    int v[] = {1, 2, 3}, *d = map(v, 3, sizeof *v, dbl);
    printf("%d %d %d\n", d[0], d[1], d[2]);
    free(d);
    printf("%d\n", choose('s')("a", "a"));
    char **pp = (char **)w;
    printf("%c %s %c\n", **pp, *pp + 2, *(*(pp + 1) + 1));
    int x = 10, *p = &x, **q = &p;
    **q = 20;
    printf("%d %d\n", x, *p);
    struct {
        int a;
        struct {
            int b[2];
        } in;
    } z = {.in.b[1] = 9}, *zp = &z;
    printf("%d %d\n", zp->in.b[1], (&z)->a);
    long diff = &v[2] - &v[0];
    printf("%ld\n", diff);
    char buf[20];
    sprintf(buf, "%s", argc > 0 ? "ok" : "?");
    printf("%s %lu\n", buf, (unsigned long)strlen(buf));
    void (*table[3])(void) = {0};
    printf("%d\n", table[1] == NULL);
    int arr[5] = {0, [3] = 7};
    for (int *it = arr; it != arr + 5; ++it)
        printf("%d", *it);
    puts("");
    return (int)strtol("0x10", NULL, 16) - 16;
}
