// Many small things that compilers get wrong.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    char c;
    short s;
    int i;
    long l;
    float f;
    double d;
} all;

static all pass(char c, short s, int i, long l, float f, double d, all x, const char *t, unsigned char uc, _Bool b)
{
    x.c += c, x.s += s, x.i += i, x.l += l, x.f += f, x.d += d;
    x.i += t[0] + uc + b;
    return x;
}

static int many(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l)
{
    return a - b + c * d - e + f * g - h + i * j - k + l;
}

static int side;

static int bump(int v)
{
    return side += v;
}

static unsigned char wrap(int v)
{
    return v;
}

static short narrow(long v)
{
    return v;
}

static int ternary(int a, int b)
{
    return a ? b ? 1 : 2 : b ? 3 : 4;
}

static long mixed(int i, unsigned u, long l, unsigned long ul)
{
    return (i < (int)u) + (l > i) * 2 + (ul > u) * 4 + ((unsigned)i > u) * 8;
}

static int loop_with_everything(int n)
{
    int acc = 0;
    for (int i = 0, j = n;; i++, --j) {
        if (i > j)
            break;
        if (i % 3 == 1)
            continue;
        switch (i & 3) {
        case 0:
            acc += i;
            break;
        case 2:
            acc ^= j;
        default:
            acc <<= 1;
        }
        acc &= 0xfffff;
    }
    return acc;
}

static char *const *walk(char *const *p)
{
    while (*p && **p != 'x')
        ++p;
    return p;
}

int main(void)
{
    all z = {1, 2, 3, 4, 5, 6}, r = pass(10, 20, 30, 40, 50, 60, z, "A", 255, 7);
    printf("%d %d %d %ld %g %g\n", r.c, r.s, r.i, r.l, r.f, r.d);
    printf("%d\n", many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    bump(1);
    int v = bump(1) * 10;
    printf("%d %d\n", side, v);
    printf("%d %d %d\n", wrap(-1), wrap(256), narrow(0x18000));
    printf("%d %d %d %d\n", ternary(1, 1), ternary(1, 0), ternary(0, 1), ternary(0, 0));
    printf("%ld %ld\n", mixed(-1, 1, 0, 2), mixed(1, 2, -5, 1));
    printf("%d %d\n", loop_with_everything(20), loop_with_everything(33));
    char *list[] = {"a", "b", "xc", "d", 0};
    printf("%s %ld\n", *walk(list), (long)(walk(list + 3) - list));
    int a[3] = {0, 1, 2}, i = 0, *p = a;
    a[i++] += 5;
    (*p)++, *p++, ++*p;
    printf("%d %d %d %d %ld\n", a[0], a[1], a[2], i, (long)(p - a));
    uint8_t x = 0xf0, y = x >> 4 | x << 4;
    int8_t n = (int8_t)0x80;
    printf("%x %d %d %x\n", y, n, -n, (uint8_t)~x);
    unsigned long m = 1;
    m = m << 63 | m;
    printf("%lx %d %d\n", m, (int)m, (int)(m >> 32) < 0);
    long q = -7, w = 2;
    printf("%ld %ld %ld %lu\n", q / w, q % w, q >> 1, (unsigned long)q / 2);
    char buf[4] = {0};
    short two = 0x4142;
    memcpy(buf, &two, 2), buf[2] = buf[0] + 2;
    printf("%s\n", buf);
    int cond = 0;
    cond ? side++ : (side += 10);
    cond || side++;
    cond && side++;
    printf("%d\n", side);
    float f = 1e8f;
    f += 1;
    int fi = 16777217;
    printf("%.1f %d\n", f, (float)fi == 16777216.0f);
    printf("%d\n", (int)sizeof(char[3][(int)sizeof(long)]));
    struct { int a : 3, b : 5; } bf = {.b = -3};
    bf.a = bf.b + 4;
    printf("%d %d\n", bf.a, bf.b);
    int arr[2][2] = {{1, 2}, {3, 4}}, (*pa)[2] = arr;
    pa++;
    printf("%d %d\n", (*pa)[1], *pa[-1]);
    unsigned short us = 65535;
    us += 2;
    short ss = 32767;
    ss++;
    printf("%d %d %d\n", us, ss, (short)(us * us + ss));
    do {
        static int once;
        if (once++)
            break;
        printf("once %d\n", once);
    } while (1);
    printf("%s\n", &"hello"[1]);
    printf("%d%d%d\n", !!v, !v, !!!v);
    long long ll = 0xffffffff;
    printf("%lld %lld\n", ll + 1, -ll);
    printf("%d\n", (char)(unsigned char)200 < 0);
    int outer = 1;
    for (int outer = 5; outer; outer--)
        if (outer == 3)
            goto found;
found:
    printf("%d\n", outer);
    for (i = 0; i < 3; i++) {
        int fresh[2] = {i};
        int *keep = &fresh[1];
        *keep += i + 1;
        printf("%d%d ", fresh[0], fresh[1]);
    }
    printf("\n");
    return 0;
}
