// GNU extensions: statement expressions, typeof, omitted middle operand, local labels and nested macros,
// attributes, builtins, __extension__, asm-free barriers.
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX(a, b) ({ __typeof__(a) _a = (a); __typeof__(b) _b = (b); _a > _b ? _a : _b; })
#define SWAP(a, b) do { typeof(a) _t = a; a = b; b = _t; } while (0)
#define CHECK(e) ({ int _r = (e); if (_r < 0) printf("failed: %s\n", #e); _r; })
#define container_of(p, t, m) ((t *)((char *)(p) - offsetof(t, m)))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]) + 0 * sizeof(struct { int unused; }))
#define likely(x) __builtin_expect(!!(x), 1)

struct item {
    int key;
    struct link {
        struct link *next;
    } link;
};

static void fatal(const char *msg) __attribute__((noreturn));
static int unused_function(void) __attribute__((unused));
static int printf_like(const char *f, ...) __attribute__((format(printf, 1, 2)));
static inline __attribute__((always_inline)) int twice(int x)
{
    return x * 2;
}

static void fatal(const char *msg)
{
    printf("%s\n", msg);
    exit(0);
}

static int printf_like(const char *f, ...)
{
    return strlen(f);
}

static int unused_function(void)
{
    return 0;
}

static int calls;

static int next(void)
{
    return ++calls;
}

int main(void)
{
    int i = 3, j = 7;
    printf("%d %g\n", MAX(i++, j++), MAX(1.5, 2));
    printf("%d %d\n", i, j);
    SWAP(i, j);
    printf("%d %d\n", i, j);
    int r = CHECK(-5) + CHECK(5);
    printf("%d\n", r);
    printf("%d\n", ({ int s = 0; for (int k = 0; k < 5; k++) s += k; s; }));
    struct item items[2] = {{1}, {2}};
    items[0].link.next = &items[1].link;
    printf("%d\n", container_of(items[0].link.next, struct item, link)->key);
    printf("%zu\n", ARRAY_SIZE(items));
    typeof(&items[0]) p = items;
    __typeof__(int[3]) a = {1, 2, 3};
    typeof(a[0]) sum = a[0] + a[1] + a[2];
    printf("%d %d\n", p->key, sum);
    printf("%d\n", next() ?: 99);
    printf("%d\n", calls);
    if (likely(calls == 1))
        printf("likely\n");
    printf("%d %zu\n", twice(21), __builtin_strlen("four"));
    int packed __attribute__((aligned(32))) = 5;
    printf("%d\n", (int)((unsigned long)&packed % 32) + packed);
    __extension__ long long ll = 5;
    char *s = __builtin_alloca(20);
    strcpy(s, "alloca");
    printf("%lld %s %d\n", ll, s, printf_like("%d", 4));
    printf("%d %d\n", __builtin_offsetof(struct item, link), __builtin_types_compatible_p(int, int));
    int values[] = {5, 4, 3, 2, 1};
    for (unsigned k = 0; k < ARRAY_SIZE(values); k++)
        sum = MAX(sum, values[k]);
    printf("%d\n", sum);
    int cond = 1;
    printf("%s\n", __builtin_choose_expr(1, "chosen", 0));
    cond ? ({ printf("in a branch\n"); }) : ({ printf("never\n"); });
    struct item zero = {};
    printf("%d\n", zero.key);
    __sync_synchronize();
    printf("%d %d\n", __sync_fetch_and_add(&cond, 5), cond);
    fatal("the end");
}
