// Small structs and unions among variable arguments: their bytes are what is passed.
#include <stdarg.h>
#include <stdio.h>

union arg {
    int val;
    void *pointer;
    unsigned short *array;
};

struct two {
    short a, b;
};

struct three {
    char c[3];
};

struct big {
    long a, b, c;
};

static int take(int what, ...)
{
    va_list ap;
    union arg u;
    struct two t;
    struct three h;
    struct big b;
    int n = 0;
    va_start(ap, what);
    switch (what) {
    case 0:
        u = va_arg(ap, union arg);
        n = u.val;
        break;
    case 1:
        n = va_arg(ap, int);
        break;
    case 2:
        u = va_arg(ap, union arg);
        n = u.array[0] * 10 + u.array[1];
        break;
    case 3:
        t = va_arg(ap, struct two);
        n = t.a * 100 + t.b + va_arg(ap, int);
        break;
    case 4:
        h = va_arg(ap, struct three);
        b = va_arg(ap, struct big);
        n = h.c[0] + h.c[2] + b.a * b.c + va_arg(ap, int);
        break;
    }
    va_end(ap);
    return n;
}

static struct two make(int a, int b)
{
    struct two t = {a, b};
    return t;
}

int main(void)
{
    union arg u;
    unsigned short values[] = {4, 2};
    struct three h = {{1, 2, 3}};
    struct big b = {5, 6, 7};
    u.val = 17;
    printf("a union as a union: %d\n", take(0, u));
    printf("an int as a union: %d\n", take(0, 18));
    printf("a union as an int: %d\n", take(1, u));
    printf("a pointer as a union: %d\n", take(2, values));
    u.array = values;
    printf("a union of a pointer: %d\n", take(2, u));
    printf("a struct and an int: %d\n", take(3, make(3, 4), 1000));
    printf("three chars, a large struct, an int: %d\n", take(4, h, b, 10000));
    return 0;
}
