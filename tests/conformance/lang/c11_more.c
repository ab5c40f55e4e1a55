// _Generic, compound literals, designated initialisers, ranges in case, GNU extensions.
#include <stdio.h>
#include <stdint.h>
#include <stdbool.h>
#include <stddef.h>
#include <limits.h>
#include <stdalign.h>
#define tn(x) _Generic((x), int: "int", unsigned: "unsigned", long: "long", unsigned long: "ulong", char: "char", double: "double", float: "float", char *: "char*", const char *: "const char*", int *: "int*", default: "other")
_Static_assert(sizeof(int) == 4, "int is four bytes");
typedef struct point { int x, y; } point;
typedef struct { size_t n; int data[]; } vec;
static point mk(int x, int y) {
    return (point){
        x, y
    };
}

static int area(point a, point b) {
    return (b.x - a.x) * (b.y - a.y);
}

static inline int sq(int x) {
    return x * x;
}

static int f2(int n, ...) ;
enum week { MON = 1, TUE, WED = 10, THU };
struct list { int v; struct list *next; };
struct opt {
    bool on;
    const char *name;
    struct { int a, b; } in;
    int arr[3];
};
#include <stdlib.h>
int main(void) {
    char c = 0;
    short s = 0;
    printf("%s %s %s %s %s %s\n", tn(1), tn(1u), tn(1L), tn(c), tn('a'), tn(s + s));
    printf("%s %s %s %s %s\n", tn(1.0), tn(1.0f), tn("s"), tn(c + 1UL), tn((const char *)0));
    typeof(1.5f) ff = 2;
    printf("%s %s\n", tn(ff), tn(&s));
    printf("%d\n", area((point){1, 1}, (point){.y = 5, .x = 4}));
    printf("%d\n", mk(3, 4).y);
    point *pp = &(point){
        7, 8
    };
    printf("%d\n", pp->x + (*pp).y);
    int *ip = (int[]){
        1, 2, 3
    };
    printf("%d\n", ip[2]);
    vec *v = malloc(sizeof *v + 3 * sizeof(int));
    v->n = 3;
    for (size_t i = 0; i < v->n; i++) v->data[i] = sq(i);
    printf("%d %zu\n", v->data[2], sizeof(vec));
    enum week w = THU;
    printf("%d %d\n", w, TUE);
    switch (w) {
        case MON ... WED: puts("early");
        break;
        case THU: puts("thu");
        default: puts("fall");
    }
    struct list c3 = {3, NULL}, c2 = {2, &c3}, c1 = {1, &c2};
    for (struct list *l = &c1; l; l = l->next) printf("%d ", l->v);
    puts("");
    struct opt o = {.name = "n", .in.b = 4, .arr = {[1] = 9}, .on = 5};
    printf("%d %s %d %d %d %d\n", o.on, o.name, o.in.a, o.in.b, o.arr[1], o.arr[2]);
    int x = 5;
    int y = (x++, x + 1);
    printf("%d %d\n", x, y);
    const char *grade = y > 90 ? "A" : y > 5 ? "B" : "C";
    puts(grade);
    int arr[] = {1, 2, 3, 4, 5};
    int *q = arr;
    printf("%d", *q++);
    printf("%d", (*q)++);
    printf("%d", *++q);
    printf("%d\n", ++*q);
    printf("%td\n", q - arr);
    unsigned u = 1;
    printf("%d %d\n", u - 2 > 0, (int)(u - 2) > 0);
    printf("%d %d\n", sizeof(x) > -1, INT_MAX + 1 < 0);
    long long ll = INT_MAX;
    ll++;
    printf("%lld\n", ll);
    unsigned char uc = 255;
    uc++;
    printf("%d\n", uc);
    signed char sc = 127;
    sc++;
    printf("%d\n", sc);
    printf("%d\n", 'a' * 2);
    printf("%zu %zu\n", sizeof 'a', sizeof "abc");
    printf("%d\n", 07 + 0x1F + 0b101);
    printf("%s\n", "con" "cat");
    printf("\x41\102\t|\a\e[0m\n");
    printf("%d %d\n", !!5, ~0);
    int n = 10;
    do {
        n -= 3;
        if (n == 4) continue;
        if (n < 0) break;
        printf("%d ", n);
    } while (n);
    puts("");
    for (;;) {
        if (n++ > 3) break;
    }
    printf("%d\n", n);
    printf("%zu %zu %zu\n", alignof(double), _Alignof(char), offsetof(struct opt, arr));
    bool b = 0.5;
    printf("%d\n", b);
    void *vp = &x;
    printf("%d\n", *(int *)vp);
    char *str[] = {"a", "b", NULL}, **pp2 = str;
    while (*pp2) printf("%s", *pp2++);
    puts("");
    printf("%lu\n", (unsigned long)UINT32_MAX + 1);
    printf("%d\n", (1 ? 2 : 3) + (0 ?: 7));
    int z = ({ int t = 3; t * t; });
    printf("%d\n", z);
    return 0;
}
