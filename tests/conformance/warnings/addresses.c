/* What gcc says with -Wall of addresses that are tested; nothing is executed. */
#include <stdio.h>
int g(void)
{
    return 1;
}
int arr[3];
int f(int *p, int n)
{
    int x;
    if (&x)
        return 1;
    if (&x == 0)
        return 2;
    if (g)
        return 3;
    if (g == 0)
        return 4;
    if (arr == NULL)
        return 5;
    if (p == 0)
        return 6;
    if (!arr)
        return 7;
    if (f && n)
        return 9;
    if ("x")
        return 10;
    if (!&x)
        return 11;
    if (arr != 0 && n)
        return 11;
    while (&n)
        ;
    char *s = "a";
    if (s == "a")
        return 12;
    return x;
}

int main(void)
{
    return 0;
}
