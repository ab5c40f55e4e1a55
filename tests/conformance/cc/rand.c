// CC-03: rand() is glibc's additive-feedback generator.
#include <stdio.h>
#include <stdlib.h>

static void show(const char *what)
{
    printf("CC-03 %s:", what);
    for (int i = 0; i < 5; i++)
        printf(" %d", rand());
    printf("\n");
}

int main(void)
{
    show("default seed");
    srand(42);
    show("srand(42)");
    srand(1);
    show("srand(1) again");
    srand(0);
    show("srand(0)");
    srand(4000000000u);
    show("srand(4000000000)");

    srand(7);
    long sum = 0;
    for (int i = 0; i < 100000; i++)
        sum += rand() % 100;
    printf("CC-03 sum of 100000 numbers below 100 with seed 7: %ld\n", sum);

    srandom(42);
    printf("CC-03 random() shares the generator: %ld %d\n", random(), rand());

    unsigned seed = 1;
    int a = rand_r(&seed);
    int b = rand_r(&seed);
    printf("CC-03 rand_r from 1: %d %d, seed is then %u\n", a, b, seed);
    printf("CC-03 RAND_MAX: %d\n", RAND_MAX);
    return 0;
}
