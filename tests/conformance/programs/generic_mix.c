// _Generic, anonymous members, designators, ranges and computed goto.
#include <stdio.h>
#include <stdint.h>
#define type_name(x)                                                                                         \
    _Generic((x),                                                                                            \
        int: "int",                                                                                          \
        unsigned: "unsigned",                                                                                \
        long: "long",                                                                                        \
        double: "double",                                                                                    \
        float: "float",                                                                                      \
        char *: "char *",                                                                                    \
        const char *: "const char *",                                                                        \
        char: "char",                                                                                        \
        void *: "void *",                                                                                    \
        default: "other")
#define print(x) _Generic((x), int: pi, double: pd, char *: ps)(x)
static void pi(int i)
{
    printf("i%d\n", i);
}
static void pd(double d)
{
    printf("d%g\n", d);
}
static void ps(char *s)
{
    printf("s%s\n", s);
}
struct v {
    union {
        struct {
            float x, y, z;
        };
        float a[3];
    };
    int : 0;
    unsigned f : 3, g : 5;
    signed h : 4;
};
int sum(int n, int m, int a[n][m])
{
    int s = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++)
            s += a[i][j];
    return s;
}
typedef struct {
    int len;
    char data[];
} str;
int main(void)
{
    char c = 'a';
    char *s = "x";
    const char *cs = "y";
    short sh = 1;
    printf("%s %s %s %s %s %s %s\n", type_name(1), type_name(2.0), type_name(c), type_name(s), type_name(cs),
           type_name(sh), type_name('a'));
    printf("%s %s %s %s\n", type_name(1u + 1), type_name(1L), type_name(sh + sh), type_name((void *)0));
    print(3);
    print(2.5);
    print(s);
    struct v v = {.x = 1, .y = 2, .z = 3, .f = 9, .g = 33, .h = 8};
    printf("%g %g %d %d %d %zu\n", v.a[1], v.z, v.f, v.g, v.h, sizeof v);
    int n = 3;
    int a[n][n + 1];
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= n; j++)
            a[i][j] = i * j;
    printf("%d %zu\n", sum(n, n + 1, a), sizeof a);
    int *p = (int[]){[2] = 5, 6, [0] = 1};
    printf("%d %d %d %d\n", p[0], p[1], p[2], p[3]);
    printf("%zu %zu\n", sizeof(str), _Alignof(double));
    int sw = 7;
    switch (sw) {
    case 1 ... 5:
        puts("low");
        break;
    case 6 ... 9:
        puts("high");
        break;
    }
    int arr[] = {[0 ... 4] = 7, [5] = 1};
    printf("%zu %d %d\n", sizeof arr / sizeof *arr, arr[4], arr[5]);
    printf("%d\n", 0 ?: 9);
    void *tab[] = {&&l0, &&l1, &&l2};
    int k = 1;
    goto *tab[k];
l0:
    puts("l0");
l1:
    puts("l1");
    k++;
    if (k < 3)
        goto *tab[k];
l2:
    puts("l2");
    printf("%d %d\n", __builtin_popcount(255), __builtin_clz(1));
    return 0;
}
