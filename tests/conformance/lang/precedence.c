// Which operator binds first.
#include <stdio.h>

#define P(e) printf("%-34s %d\n", #e, (int)(e))

struct s {
    int n, *p, a[3];
    struct s *next;
};

static int f(int x)
{
    return x + 1;
}

int main(void)
{
    int a = 7, b = 3, c = 2, arr[] = {4, 5, 6}, *p = arr;
    struct s t = {9, arr + 1, {1, 2, 3}, &t}, *q = &t;
    int (*fp)(int) = f, (*fa[2])(int) = {f, f};

    P(a + b * c);
    P((a + b) * c);
    P(a - b - c);
    P(a / b / c);
    P(a % b * c);
    P(a * b % c);
    P(-a / b);
    P(- -a);
    P(~a + 1);
    P(!a + 1);
    P(a << b - c);
    P(a & b == b);
    P(a & b | c);
    P(a ^ b & c);
    P(a | b ^ c);
    P(a > b == c > 1);
    P(a == b || c == 2 && a);
    P(a ? b : c + 1);
    P(a = b == c);
    a = 7;
    P(*p + 1);
    P(*(p + 1));
    P(-*p);
    P(&arr[2] - p);
    P(sizeof a + b);
    P(sizeof(a + b));
    P(sizeof(int) * 2);
    P(*q->p);
    P(*t.p + q->a[2]);
    P(q->next->next->n);
    P((*q).a[1]);
    P(-q->n);
    P(!q->n);
    P(q->p[-1]);
    P(*fp == f);
    P((*fp)(1) + fp(2));
    P(fa[1](5));
    P((int)2.9 * 2);
    P((int)(2.9 * 2));
    P((char)a + 300);
    P(a < b < c);
    P(1 + 2 << 3 & 15 | 64);
    P(2 + 3 * 4 - 5 / 2 % 2);
    P(10 - 2 - 3 * 2 / 4);
    return 0;
}
