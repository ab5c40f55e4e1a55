// C99 and C11: _Generic, _Static_assert, _Bool, inline, restrict, anonymous members, _Alignas, _Noreturn, stdint.
#include <inttypes.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

_Static_assert(sizeof(int) == 4, "int");

#define kind(x) \
    _Generic((x), int: "int", unsigned: "unsigned", char: "char", double: "double", char *: "string", \
             const char *: "const string", int *: "int pointer", default: "other")

struct vec {
    union {
        struct {
            int x, y;
        };
        int v[2];
    };
    _Static_assert(sizeof(int[2]) == 8, "member");
};

static inline int square(int x)
{
    return x * x;
}

static void add(int n, int *restrict to, const int *restrict from)
{
    while (n--)
        *to++ += *from++;
}

_Noreturn static void leave(int code)
{
    printf("leaving\n");
    exit(code);
}

static bool even(int n)
{
    return !(n & 1);
}

static int first(int a[static 2])
{
    return a[0];
}

int main(void)
{
    const char *cs = "x";
    char c = 'c';
    printf("%s %s %s %s %s %s %s\n", kind(1), kind(c), kind(1.0), kind("s"), kind(cs), kind(&(int){1}), kind(1L));
    struct vec v = {.x = 3, .y = 4};
    printf("%d %d %zu\n", v.v[0], v.v[1], sizeof v);
    int a[] = {1, 2}, b[] = {10, 20};
    add(2, a, b);
    printf("%d %d %d\n", a[0], a[1], square(a[0]));
    bool t = 5, f = !t;
    printf("%d %d %d %zu\n", t, f, t + t, sizeof t);
    t = 0.1;
    f = (bool)"";
    printf("%d %d %d\n", t, f, even(4) == true);
    t--;
    printf("%d\n", t);
    alignas(64) char buf[3];
    printf("%d %zu %zu\n", (int)((uintptr_t)buf % 64), alignof(double), alignof(struct vec));
    printf("%d\n", first(a));
    for (int i = 0, n = 3; i < n; i++)
        printf("%d ", i);
    printf("\n");
    int64_t big = INT64_C(9000000000);
    uint8_t small = UINT8_MAX;
    small++;
    printf("%" PRId64 " %" PRIu8 " %d %" PRIx64 "\n", big, small, INT8_MIN, UINT64_MAX);
    printf("%d %d %ld\n", INT16_MAX, INT32_MIN, (long)INTPTR_MAX);
    printf("%s\n", __func__);
    printf("%lld %s\n", (long long){5}, (char[]){"literal"});
    enum { A, B, C, } e = C;
    printf("%d\n", e);
    const int ci = 5;
    const int *const p = &ci;
    volatile const long vl = 6;
    printf("%d %ld %d\n", *p, vl, ((const struct vec){{{7, 8}}}).y);
    leave(0);
}
