// An arena, and functions with variable arguments.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <stdarg.h>
struct arena {
    struct chunk {
        struct chunk *next;
        size_t used, size;
        _Alignas(16) unsigned char mem[];
    } *head;
    size_t total;
};
static void *aalloc(struct arena *a, size_t n)
{
    n = (n + 15) & -16;
    if (!a->head || a->head->used + n > a->head->size) {
        size_t sz = n > 256 ? n : 256;
        struct chunk *c = malloc(sizeof *c + sz);
        c->next = a->head;
        c->used = 0;
        c->size = sz;
        a->head = c;
        a->total += sz;
    }
    void *p = a->head->mem + a->head->used;
    a->head->used += n;
    return p;
}
static char *fmt(struct arena *a, const char *f, ...)
{
    va_list ap, ap2;
    va_start(ap, f);
    va_copy(ap2, ap);
    int n = vsnprintf(NULL, 0, f, ap);
    va_end(ap);
    char *s = aalloc(a, n + 1);
    vsnprintf(s, n + 1, f, ap2);
    va_end(ap2);
    return s;
}
static void afree(struct arena *a)
{
    for (struct chunk *c = a->head, *n; c; c = n) {
        n = c->next;
        free(c);
    }
    a->head = NULL;
}
static int sum(int n, ...)
{
    va_list ap;
    int s = 0;
    va_start(ap, n);
    while (n--)
        s += va_arg(ap, int);
    va_end(ap);
    return s;
}
static double avg(const char *types, ...)
{
    va_list ap;
    double s = 0;
    int n = 0;
    va_start(ap, types);
    for (; *types; types++, n++)
        switch (*types) {
        case 'i':
            s += va_arg(ap, int);
            break;
        case 'd':
            s += va_arg(ap, double);
            break;
        case 'l':
            s += va_arg(ap, long);
            break;
        case 's':
            s += strlen(va_arg(ap, char *));
        }
    va_end(ap);
    return n ? s / n : 0;
}
int main(void)
{
    struct arena a = {0};
    char *names[20];
    for (int i = 0; i < 20; i++)
        names[i] = fmt(&a, "item-%03d-%s", i, i % 2 ? "odd" : "even");
    puts(names[7]);
    printf("%zu %d\n", a.total, ((uintptr_t)names[3] & 15) == 0);
    afree(&a);
    printf("%d %g\n", sum(4, 1, 2, 3, 4), avg("idls", 1, 2.5, 3L, "four"));
    void *p = calloc(10, 4);
    p = realloc(p, 400);
    memset(p, 1, 400);
    free(p);
    free(NULL);
    p = aligned_alloc(64, 128);
    printf("%d\n", ((uintptr_t)p & 63) == 0);
    int r = posix_memalign(&p, 3, 10);
    printf("%s\n", strerror(r));
    p = malloc(0);
    printf("%d\n", p != NULL);
    printf("%p\n", malloc((size_t)-1));
    return 0;
}
