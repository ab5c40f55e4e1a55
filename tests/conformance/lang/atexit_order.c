// conformance: exit=3
// atexit: last in, first out; a handler may register another; exit inside main's callees.
#include <stdio.h>
#include <stdlib.h>

static void a(void)
{
    printf("a\n");
}

static void c(void)
{
    printf("c, registered by b\n");
}

static void b(void)
{
    printf("b\n");
    atexit(c);
}

static void deep(int n)
{
    if (n == 0)
        exit(3);
    deep(n - 1);
    printf("never\n");
}

int main(void)
{
    atexit(a);
    atexit(a);
    atexit(b);
    printf("main\n");
    deep(3);
    return 0;
}
