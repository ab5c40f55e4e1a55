/* What gcc says with -Wall of truths compared with numbers and numbers taken for truths; nothing is executed. */
#include <stdbool.h>
int f(int a, int b, bool c)
{
    if ((a < b) == 2)
        return 1;
    if (c > 1)
        return 2;
    if (c == 5)
        return 3;
    if ((a == b) > 0)
        return 4;
    if (!a == 2)
        return 5;
    if (c < 0)
        return 6;
    if (c != 1)
        return 7;
    if (3 == (a > b))
        return 8;
    if ((a && b) >= 2)
        return 9;
    return 0;
}
int g(int a, int b)
{
    if (a << 1)
        return 1;
    if (a * b)
        return 2;
    if (a ? 1 : 2)
        return 3;
    if (a ? 1 : 0)
        return 3;
    if (1 << 3)
        return 4;
    if (a + b)
        return 5;
    if (a | 1)
        return 5;
    if (b == (a << 2))
        return 5;
    while (a << b)
        a--;
    if (!(a << 1))
        return 9;
    if (a && b << 1)
        return 9;
    if (a ? b : 2)
        return 8;
    if (a || 4)
        return 8;
    enum e { X, Y, Z } q = X;
    if (q || Z)
        return 1;
    return 0;
}
int h(int a, int b)
{
    if (!a == b)
        return 1;
    if (!a < 3)
        return 1;
    if (!(a) == b)
        return 1;
    if ((!a) == b)
        return 1;
    if (!a & b)
        return 1;
    if (!a != !b)
        return 1;
    return 0;
}

int main(void)
{
    return 0;
}
