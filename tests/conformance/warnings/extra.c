/* What gcc says with -Wextra too; nothing is executed. */
#include <stddef.h>
int f(unsigned u, unsigned char c, size_t n)
{
    if (u >= 0)
        return 1;
    if (u < 0)
        return 2;
    if (c < 256)
        return 3;
    if (c > 255)
        return 4;
    if (n < 0)
        return 5;
    if (c == 300)
        return 6;
    if (c < 0)
        return 7;
    if (0 <= u)
        return 8;
    for (unsigned i = u; i >= 0; i--)
        ;
    return 0;
}
#include <string.h>
int g(int i, unsigned u, size_t n, char *s, long l)
{
    if (i < u)
        return 1;
    if (i == u)
        return 2;
    if (i < n)
        return 3;
    for (int k = 0; k < strlen(s); k++)
        ;
    for (int k = 0; k < sizeof(int); k++)
        ;
    if (i < 5u)
        return 1;
    if (5 < u)
        return 2;
    if (-1 < u)
        return 3;
    if (l < u)
        return 4;
    if (l < n)
        return 5;
    if (i > sizeof(int) - 1)
        return 7;
    if ((unsigned)i < u)
        return 1;
    unsigned char c = 1;
    if (c < u)
        return 9;
    return i != u;
}
int h(int a)
{
    if (a);
    if (a)
        ;
    else;
    while (a);
    for (; a;);
    do ; while (a);
    if (a) {}
    if (a) a++; else ;
    return 0;
}
int static x;
const static int y = 1;
int inline k(void)
{
    return 1;
}
int typedef b;
int shift(int a)
{
    return a + (-1 << 3);
}
int set(int a, int b, int c)
{
    a = 1;
    b++;
    return 0;
}

int main(void)
{
    return 0;
}
