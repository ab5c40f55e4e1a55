// Short circuit, conditional, comma, comparison.
#include <stdio.h>

static int trace(const char *name, int v)
{
    printf("%s ", name);
    return v;
}

int main(void)
{
    int r;
    r = trace("a", 0) && trace("b", 1);
    printf("= %d\n", r);
    r = trace("a", 2) && trace("b", 3);
    printf("= %d\n", r);
    r = trace("a", 0) || trace("b", 0) || trace("c", 5);
    printf("= %d\n", r);
    r = trace("a", 1) || trace("b", 0) && trace("c", 0);
    printf("= %d\n", r);
    r = trace("a", 0) && trace("b", 0) || trace("c", 1);
    printf("= %d\n", r);
    r = !trace("a", 0) + !!trace("b", 9);
    printf("= %d\n", r);
    r = trace("cond", 1) ? trace("yes", 10) : trace("no", 20);
    printf("= %d\n", r);
    r = trace("x", 0) ? 1 : trace("y", 0) ? 2 : trace("z", 1) ? 3 : 4;
    printf("= %d\n", r);
    r = (trace("first", 1), trace("second", 2));
    printf("= %d\n", r);
    r = trace("elvis", 5) ?: trace("never", 6);
    printf("= %d\n", r);

    printf("%d %d %d %d %d %d\n", 1 < 2, 2 <= 2, 3 > 4, 4 >= 5, 5 == 5, 6 != 6);
    printf("%d %d %d\n", 3 > 2 > 1, 1 < 2 < 3, 0 == 0 == 0);
    double z = 0.0;
    printf("%d %d %d\n", !z, z || -0.0, 0.5 && 1);
    char *p = NULL, *q = "q";
    printf("%d %d %d\n", !p, p && *p, q && *q == 'q');
    printf("%s\n", p ? p : "null");
    for (int i = 0, j = 10; i < j; i += 3, j--)
        printf("(%d,%d)", i, j);
    printf("\n");
    int n = 0;
    if (n++ == 0 && n++ == 1 || n++)
        printf("n %d\n", n);
    unsigned big = 3000000000u;
    printf("%d %d\n", big > 0, (int)big > 0);
    int v = 5;
    (v > 3 ? printf : printf)("%s\n", "through a conditional function");
    *(v > 3 ? &v : &n) = 8;
    printf("%d %d\n", v, n);
    printf("%d\n", v == 8 ? n == 2 ? 22 : 33 : 44);
    return 0;
}
