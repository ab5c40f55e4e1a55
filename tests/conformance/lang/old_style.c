// Old-style definitions, implicit int, arguments that change their type.
// conformance: exit=1
/* K&R definitions, implicit int, old-style calls */
#include <stdio.h>
static counter;
add(a, b) {
    return a + b;
}

double scale(v, n) double v;
int n;
{
    return v * n;
}

char *pick(names, i) char *names[];
int i;
{
    return names[i];
}

int apply(f, x, y) int (*f)();
int x, y;
{
    return (*f)(x, y);
}

short narrow(s, c, f) short s;
char c;
float f;
{
    return s + c + (int)f;
}

main(argc, argv) char **argv;
{
    register i;
    auto int total = 0;
    static char *names[] = {"zero", "one", "two", 0};
    for (i = 0; names[i]; i++) {
        printf("%s=%d\n", pick(names, i), add(i, argc));
        total += i;
    }
    counter++;
    printf("%d %g %d %d\n", apply(add, 3, 4), scale(2.5, 3), counter, total);
    printf("%d\n", narrow(70000, 300, 3.99));
    return total & 1;
}
