// qsort and bsearch with own comparisons, tables of functions, functions that return functions.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct person { char name[20]; int age; double score; };
static int by_age(const void *a, const void *b) {
    const struct person *x = a, *y = b;
    return (x->age > y->age) - (x->age < y->age);
}

static int by_name(const void *a, const void *b) {
    return strcmp(((struct person *)a)->name, ((struct person *)b)->name);
}

static int by_score(const void *a, const void *b) {
    double d = ((struct person *)a)->score - ((struct person *)b)->score;
    return d < 0 ? 1 : d > 0 ? -1 : 0;
}

static int cmp_str(const void *a, const void *b) {
    return strcmp(*(char **)a, *(char **)b);
}

static int cmp_int(const void *a, const void *b) {
    return *(int *)a - *(int *)b;
}

static void show(struct person *p, int n) {
    for (int i = 0; i < n; i++) printf("%-8s %3d %6.2f\n", p[i].name, p[i].age, p[i].score);
    puts("--");
}

typedef int (*cmp_fn)(const void *, const void *);
static struct { const char *name; cmp_fn fn; } table[] = {{"age", by_age}, {"name", by_name}, {"score", by_score}};
static void each(int *a, int n, void (*fn)(int, void *), void *ctx) {
    while (n--) fn(*a++, ctx);
}

static void add(int v, void *ctx) {
    *(long *)ctx += v;
}

static int (*get(char op))(int, int);
static int plus(int a, int b) {
    return a + b;
}

static int minus(int a, int b) {
    return a - b;
}

static int (*get(char op))(int, int) {
    return op == '+' ? plus : minus;
}

int main(void) {
    struct person p[] = {{"Zoe", 31, 7.5}, {"Adam", 25, 9.25}, {"Mia", 31, 6}, {"Bob", 19, 9.25}};
    int n = sizeof p / sizeof *p;
    for (unsigned i = 0; i < 3; i++) {
        printf("by %s\n", table[i].name);
        qsort(p, n, sizeof *p, table[i].fn);
        show(p, n);
    }
    int v[100];
    unsigned seed = 1;
    for (int i = 0; i < 100; i++) {
        seed = seed * 1103515245 + 12345;
        v[i] = seed >> 16 & 1023;
    }
    qsort(v, 100, sizeof *v, cmp_int);
    for (int i = 0; i < 100; i += 9) printf("%d ", v[i]);
    puts("");
    int key = v[50];
    int *f = bsearch(&key, v, 100, sizeof *v, cmp_int);
    printf("%d\n", f && *f == key);
    key = -1;
    printf("%p\n", bsearch(&key, v, 100, sizeof *v, cmp_int));
    char *w[] = {"pear", "apple", "fig", "kiwi"};
    qsort(w, 4, sizeof *w, cmp_str);
    for (int i = 0; i < 4; i++) printf("%s ", w[i]);
    puts("");
    long sum = 0;
    each(v, 100, add, &sum);
    printf("%ld\n", sum);
    printf("%d %d\n", get('+')(5, 3), get('-')(5, 3));
    printf("%d\n", (*(**get)('+'))(1, 2));
    struct person copy = p[0], *q = &copy;
    q->age = 99;
    printf("%d %d %s\n", copy.age, p[0].age, (p[1] = copy).name);
    return 0;
}
