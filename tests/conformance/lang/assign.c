// Compound assignment, increment and decrement, the values of assignments.
#include <stdio.h>

struct point {
    int x, y;
};

static int calls;

static int *at(int *a)
{
    calls++;
    return a;
}

int main(void)
{
    int a[5] = {1, 2, 3, 4, 5}, i = 0, *p = a;
    int x = 17;
    x += 3;
    x -= 4;
    x *= 5;
    x /= 3;
    x %= 7;
    printf("%d\n", x);
    x = 0xf0;
    x &= 0x3c;
    x |= 1;
    x ^= 0xff;
    x <<= 3;
    x >>= 1;
    printf("%d\n", x);

    *at(a) += 10;
    (*at(a))++;
    *at(a + 1) *= *at(a + 2);
    printf("%d %d, calls %d\n", a[0], a[1], calls);

    printf("%d", *p++);
    printf(" %d", *p);
    printf(" %d", ++*p);
    printf(" %d", (*p)++);
    printf(" %d", *++p);
    printf(" %d", *p--);
    printf(" %d\n", *p);
    i = 5;
    int j = i++ + 10;
    int k = ++i + 10;
    printf("%d %d %d\n", i, j, k);
    j = i-- - 1;
    k = --i - 1;
    printf("%d %d %d\n", i, j, k);

    int m, n, o;
    m = n = o = 7;
    printf("%d %d %d\n", m, n, o);
    if ((m = 0))
        printf("not here\n");
    while ((n = n - 3) > 0)
        printf("n %d\n", n);
    m = (n = 3, o = 4, n * o);
    printf("%d\n", m);

    struct point q = {1, 2}, *r = &q;
    r->x += r->y++;
    q.y *= q.x--;
    printf("%d %d\n", q.x, q.y);
    char c = 'x';
    c += 1;
    c++;
    printf("%c\n", c);
    unsigned char u = 250;
    for (int t = 0; t < 10; t++)
        u++;
    printf("%d\n", u);
    double d = 1;
    d += 2;
    d /= 4;
    d++;
    printf("%g\n", d++);
    printf("%g\n", --d);
    long l = 1;
    l <<= 40;
    l -= 1.5;
    printf("%ld\n", l);
    char *s = "pointer";
    s += 3;
    s -= 1;
    printf("%s %ld\n", s, (long)(&a[4] - &a[1]));
    a[i = 2] = 5;
    printf("%d %d\n", i, a[2]);
    return 0;
}
