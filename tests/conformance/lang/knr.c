// Old C: K&R definitions, implicit int, implicit declarations, missing prototypes, main without a type.
#include <stdio.h>

add(a, b)
{
    return a + b;
}

double half(x)
    double x;
{
    return x / 2;
}

char *skip(s, n)
    char *s;
    int n;
{
    while (n-- > 0 && *s)
        s++;
    return s;
}

static count;
int several(c, f, s, a)
    char c;
    float f;
    short s;
    int a[];
{
    return c + (int)f + s + a[1];
}

nothing()
{
    count++;
}

int sum();

main(argc, argv)
    int argc;
    char **argv;
{
    register r = 2;
    const k = 3;
    int array[3] = {1, 20, 3};
    printf("%d\n", add(3, 4));
    printf("%g %s\n", half(5.0), skip("hello", 2));
    printf("%d\n", several('a', 2.5, 10, array));
    nothing();
    nothing();
    printf("%d %d %d\n", count, r * k, argc);
    printf("%d\n", later(6, 7));
    printf("%d\n", sum(1, 2, 3));
    printf("%d\n", strlen("undeclared library function"));
    return 0;
}

later(a, b)
{
    return a * b;
}

int sum(a, b, c)
{
    return a + b + c;
}
