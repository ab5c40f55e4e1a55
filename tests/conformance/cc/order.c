// CC-01: gcc on x86-64 evaluates the arguments of a call from right to left.
#include <stdio.h>

static int step(const char *name, int v)
{
    printf(" %s", name);
    return v;
}

static int sum3(int a, int b, int c)
{
    return a * 100 + b * 10 + c;
}

int main(void)
{
    int i = 1;
    printf("CC-01 printf of i++, i++, i++ from 1: %d %d %d\n", i++, i++, i++);

    i = 1;
    int v = sum3(i++, i++, i++);
    printf("CC-01 f(i++, i++, i++): %d, i is then %d\n", v, i);

    printf("CC-01 calls as arguments run in the order:");
    v = sum3(step("first", 1), step("second", 2), step("third", 3));
    printf(": %d\n", v);

    printf("CC-01 nested calls run in the order:");
    v = sum3(sum3(step("a", 1), step("b", 2), step("c", 3)), step("d", 4), step("e", 5));
    printf(": %d\n", v);
    return 0;
}
