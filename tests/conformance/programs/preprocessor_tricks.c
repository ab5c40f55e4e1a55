// Conditions, macros, packing and function pointers.
#include <stdio.h>
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define HAVE_C11 1
#else
#define HAVE_C11 0
#endif
#ifndef __GNUC__
#error need gcc
#endif
#if __has_include(<stdint.h>)
#include <stdint.h>
#endif
#define DEBUG_LEVEL 2
#if DEBUG_LEVEL > 1 && !defined NDEBUG
#define DBG(...) (printf("dbg %d: ", DEBUG_LEVEL), printf(__VA_ARGS__))
#elif DEBUG_LEVEL
#define DBG(...) printf(__VA_ARGS__)
#else
#define DBG(...) ((void)0)
#endif
#define swap(a, b, T)                                                                                        \
    do {                                                                                                     \
        T t_ = (a);                                                                                          \
        (a) = (b);                                                                                           \
        (b) = t_;                                                                                            \
    } while (0)
#define container_of(p, T, m) ((T *)((char *)(p) - __builtin_offsetof(T, m)))
#define BIT(n) (1u << (n))
#define is_pow2(x) ((x) && !((x) & ((x) - 1)))
#pragma pack(push, 1)
struct hdr {
    uint8_t v : 4, l : 4;
    uint16_t len;
    uint32_t src;
};
#pragma pack(pop)
struct list {
    struct list *n;
};
struct item {
    int v;
    struct list l;
};
int (*fp(int k))(int);
static int inc(int x)
{
    return x + 1;
}
static int dec(int x)
{
    return x - 1;
}
int (*fp(int k))(int)
{
    return k ? inc : dec;
}
typedef int (*op)(int, int);
static int add(int a, int b)
{
    return a + b;
}
static int sub(int a, int b)
{
    return a - b;
}
const struct {
    const char *n;
    op f;
} ops[] = {{"add", add}, {"sub", sub}, {0}};
int main(void)
{
    DBG("c11 %d\n", HAVE_C11);
    int a = 1, b = 2;
    swap(a, b, int);
    printf("%d %d %zu\n", a, b, sizeof(struct hdr));
    struct item it = {7, {0}};
    printf("%d\n", container_of(&it.l, struct item, l)->v);
    printf("%d %d\n", fp(1)(5), fp(0)(5));
    for (int i = 0; ops[i].n; i++)
        printf("%s %d\n", ops[i].n, ops[i].f(8, 3));
    printf("%d %d %#x\n", is_pow2(64), is_pow2(6), BIT(31));
    printf("%d\n", __LINE__);
    unsigned char c = 300;
    signed char sc = (signed char)200;
    printf("%d %d %d\n", c, sc, -7 / 2 * 2 + -7 % 2);
    int x = 5;
    x += x++ * 2;
    (void)x;
    printf("%d\n", (1, 2, 3));
    char *s = "a"
              "b" /* c */ "d";
    printf("%s %c %c\n", s, s[1], 2 [s]);
    printf("%d\n", sizeof 'a' == sizeof(int));
    enum { A = 3, B, C = B * 2 };
    printf("%d\n", C);
    goto end;
end:
    return 0;
}
