// Initialisers: designated, nested, partial, without inner braces, strings, compound literals.
#include <stdio.h>
#include <string.h>

struct in {
    int a, b;
    char s[4];
};
struct out {
    int n;
    struct in v[2];
    const char *name;
    union {
        int i;
        float f;
    } u;
};

static struct out g[] = {
    {1, {{2, 3, "ab"}, {4}}, "one"},
    {.name = "two", .v[1].b = 9, .v[0] = {7, 8}, .n = 2},
    [4] = {.u.f = 1.5f, .v = {[1] = {.s = "xyz"}}},
    [3].n = 33,
};
static int sparse[] = {[5] = 1, 2, [1] = 7, 8};
static int ranges[10] = {[2 ... 4] = 5, [8] = 1};
static int flat[2][3] = {1, 2, 3, 4};
static int braces[][2] = {{1}, {2, 3}, 4, 5, {6}};
static const char letters[26] = {['a' - 'a'] = 'A', ['z' - 'a'] = 'Z', ['m' - 'a'] = 'M'};
static const char *names[] = {[3] = "three", [0] = "zero", "one"};
static int twice[3] = {1, 2, 3, [0] = 9};

static struct in *const fixed = &(struct in){.a = 77, .s = "up"};

static int add(const int *p, int n)
{
    int s = 0;
    while (n--)
        s += *p++;
    return s;
}

static struct in change(struct in v)
{
    v.a *= 2;
    return v;
}

int main(void)
{
    printf("%zu %d %d %s %d %s\n", sizeof g / sizeof g[0], g[0].v[0].a, g[0].v[1].a, g[0].v[0].s, g[0].v[1].b, g[0].name);
    printf("%d %d %d %d %s\n", g[1].n, g[1].v[0].b, g[1].v[1].a, g[1].v[1].b, g[1].name);
    printf("%d %d %.1f %.4s %d\n", g[2].n, g[3].n, g[4].u.f, g[4].v[1].s, g[4].name == NULL);
    printf("%zu:", sizeof sparse / sizeof *sparse);
    for (int i = 0; i < 7; i++)
        printf(" %d", sparse[i]);
    printf("\n");
    for (int i = 0; i < 10; i++)
        printf("%d", ranges[i]);
    printf("\n%d %d %d %d\n", flat[0][2], flat[1][0], flat[1][1], flat[1][2]);
    for (int i = 0; i < 4; i++)
        printf("(%d %d)", braces[i][0], braces[i][1]);
    printf(" %zu\n", sizeof braces / sizeof *braces);
    printf("%c%c%c%d %s %s %d\n", letters[0], letters[12], letters[25], letters[1], names[1], names[3], names[2] == NULL);
    printf("%d %d %d\n", twice[0], twice[1], twice[2]);

    int n = 3;
    struct in local = {n, n * 2, {'o', 'k'}}, copy = {.b = local.a + 1, .a = local.b};
    int values[3] = {n, n + 1, [2] = n * n};
    struct out nest = {.n = n, .v = {local, {.a = 5}}, .u = {.i = n}};
    printf("%d %d %s, %d %d, %d %d %d %d %d\n", local.a, local.b, local.s, copy.a, copy.b, values[2], nest.v[0].b,
           nest.v[1].a, nest.v[1].b, nest.u.i);
    printf("%d\n", add((int[]){1, 2, n}, 3));
    printf("%d\n", change((struct in){.a = 21}).a);
    struct in *p = &(struct in){1, 2, "c"};
    p->a = 10;
    printf("%d %d %s\n", p->a, p->b, p->s);
    char *s = (char[]){"writable"};
    s[0] = 'W';
    printf("%s %zu\n", s, sizeof((char[]){"four"}));
    int *q;
    for (int i = 0; i < 2; i++) {
        q = (int[2]){i, i + 1};
        printf("%d ", q[0] + q[1]);
    }
    int scalar = {5}, arr[] = {{1}, 2,};
    char one[] = {"braced"}, c[5] = {'a', [3] = 'd'};
    printf("%d %zu %s %d%c%d\n", scalar, sizeof arr, one, c[1], c[3], c[4]);
    struct { struct { int x, y; } p[2]; int z; } deep = {1, 2, 3, 4, 5};
    printf("%d %d %d\n", deep.p[0].y, deep.p[1].x, deep.z);
    printf("%d %s\n", fixed->a, fixed->s);
    return 0;
}
