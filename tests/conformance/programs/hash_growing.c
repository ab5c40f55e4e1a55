// A hash table that grows.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#define FNV 0xcbf29ce484222325ull
typedef struct node {
    struct node *next;
    char *key;
    union {
        long i;
        void *p;
        double d;
    } val;
    uint64_t h;
} node;
struct table {
    size_t n, cap;
    node **b;
};
static uint64_t hash(const char *s)
{
    uint64_t h = FNV;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 0x100000001b3ull;
    return h;
}
static node **find(struct table *t, const char *k, uint64_t h)
{
    node **p = &t->b[h & (t->cap - 1)];
    while (*p && ((*p)->h != h || strcmp((*p)->key, k)))
        p = &(*p)->next;
    return p;
}
static void grow(struct table *t)
{
    size_t nc = t->cap * 2;
    node **nb = calloc(nc, sizeof *nb);
    for (size_t i = 0; i < t->cap; i++)
        for (node *x = t->b[i], *nx; x; x = nx) {
            nx = x->next;
            node **s = &nb[x->h & (nc - 1)];
            x->next = *s;
            *s = x;
        }
    free(t->b);
    t->b = nb;
    t->cap = nc;
}
static long *at(struct table *t, const char *k)
{
    uint64_t h = hash(k);
    node **p = find(t, k, h);
    if (!*p) {
        if (t->n * 4 > t->cap * 3) {
            grow(t);
            p = find(t, k, h);
        }
        node *x = calloc(1, sizeof *x);
        x->key = strdup(k);
        x->h = h;
        *p = x;
        t->n++;
    }
    return &(*p)->val.i;
}
int main(void)
{
    struct table t = {0, 4, calloc(4, sizeof(node *))};
    char k[16];
    for (int i = 0; i < 500; i++) {
        sprintf(k, "k%d", i * 7 % 101);
        ++*at(&t, k);
    }
    long s = 0, mx = 0;
    for (size_t i = 0; i < t.cap; i++) {
        int len = 0;
        for (node *x = t.b[i]; x; x = x->next)
            s += x->val.i, len++;
        if (len > mx)
            mx = len;
    }
    printf("%zu keys, cap %zu, sum %ld, chain<9 %d, k0=%ld\n", t.n, t.cap, s, mx < 9, *at(&t, "k0"));
    return 0;
}
