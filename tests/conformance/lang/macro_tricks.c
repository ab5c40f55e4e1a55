// X macros, # and ##, statement expressions in macros, #line.
#include <stdio.h>
#include <string.h>
#define STR(x) #x
#define XSTR(x) STR(x)
#define CAT(a,b) a##b
#define XCAT(a,b) CAT(a,b)
#define MAX(a,b) ({ typeof(a) _a = (a); typeof(b) _b = (b); _a > _b ? _a : _b; })
#define LOG(fmt, ...) printf("%s:%d: " fmt "\n", __func__, __LINE__, ##__VA_ARGS__)
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define FOREACH(i, a) for (size_t i = 0; i < ARRAY_SIZE(a); i++)
#define SWAP(T, a, b) do { T t_ = a; a = b; b = t_; } while (0)
#define OPS X(ADD, +) X(SUB, -) X(MUL, *)
enum op {
#define X(n, o) OP_##n,
OPS
#undef X
OP_COUNT };
static const char *names[] = {
#define X(n, o) [OP_##n] = #n "(" #o ")",
OPS
#undef X
};
static int eval(enum op o, int a, int b) {
    switch (o) {
#define X(n, o) case OP_##n: return a o b;
        OPS
#undef X
        default: return 0;
    }
}

#define container_of(p, T, m) ((T *)((char *)(p) - offsetof(T, m)))
#include <stddef.h>
struct item {
    int id;
    struct link { struct link *next; } l;
};
#define VERSION 3
#if defined(VERSION) && VERSION >= 2 && !defined(NOPE)
#define V "new"
#elif VERSION
#define V "mid"
#else
#define V "old"
#endif
#define EMPTY
#define F(x) x + F(x)
#define f(x) x * 2
#define g f
#define NARGS_(a,b,c,d,n,...) n
#define NARGS(...) NARGS_(__VA_ARGS__,4,3,2,1)
#define BIT(n) (1u << (n))
#define HELLO "hel" \
   "lo"
int main(void) {
    int XCAT(var, VERSION) = 5;
    printf("%d %s %s\n", var3, STR(VERSION), XSTR(VERSION));
    printf("%s\n", STR(a  "b\n"   'c' \\));
    LOG("no args");
    LOG("%d %s", 1, "two");
    int x = 3;
    printf("%d %d\n", MAX(x++, 2), x);
    int arr[] = {5, 6, 7};
    FOREACH(i, arr) printf("%zu:%d ", i, arr[i]);
    puts("");
    int p = 1, q = 2;
    if (p) SWAP(int, p, q);
    else puts("no");
    printf("%d %d\n", p, q);
    for (enum op o = 0; o < OP_COUNT; o++) printf("%s %d\n", names[o], eval(o, 7, 5));
    struct item it = {42, {0}};
    printf("%d\n", container_of(&it.l, struct item, l)->id);
    printf("%s %d %d %d %s\n", V, g(3), NARGS(1, 2, 3), NARGS(x), HELLO);
    printf("%d %u %d\n", __FILE__[0] != 0, BIT(5), __LINE__);
#line 1000 "other.c"
    printf("%s %d\n", __FILE__, __LINE__);
    printf("%d\n", EMPTY 1 EMPTY + EMPTY 2);
#ifdef __GNUC__
    printf("gnu %d\n", __GNUC__ >= 4);
#endif
    printf("%ld %d\n", __STDC_VERSION__, __x86_64__);
    return 0;
}
