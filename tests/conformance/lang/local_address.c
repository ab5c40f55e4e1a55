// What gcc makes of some doubtful code even without optimisation: the address of a local variable is returned as a null
// pointer, and 1 / x is no division.
#include <stdio.h>

static char *text(void)
{
    char buf[20];
    sprintf(buf, "local");
    return buf;
}

static int *parameter(int n)
{
    return &n;
}

static int *kept(void)
{
    static int n = 4;
    return &n;
}

int main(void)
{
    volatile int zero = 0, minus = -1, two = 2;
    volatile unsigned long big = 1;

    printf("%s %d %d\n", text() ? "text" : "(null)", parameter(1) == NULL, *kept());
    printf("%d %d %d %lu\n", 1 / zero, 1 / minus, 1 / two, 1 / big);
    return 0;
}
