// GNU's cleanup: the function is called whenever the variable's scope is left, the latest variable first.
#include <stdio.h>
#include <stdlib.h>
#define _cleanup_free_ __attribute__((cleanup(freep)))
static inline void freep(void *p)
{
    printf("free %s\n", *(char **) p);
    free(*(void **) p);
}

static void fcl(FILE ** f)
{
    if (*f)
        fclose(*f);
    puts("closed");
}

static void iv(int *i)
{
    printf("iv %d\n", *i);
}

static int f(int n)
{
    __attribute__((cleanup(iv))) int a = n; {
        int b __attribute__((__cleanup__(iv))) = n + 1;
        if (n == 2)
            return a + b;
        if (n == 3)
            goto out;
    }
    for (int i = 0; i < 3; i++) {
        int k __attribute__((cleanup(iv))) = i * 100;
        if (i == 1)
            continue;
        if (n == 4)
            break;
    }
  out:printf("out\n");
    return a * 10;
}

int main(void)
{
    _cleanup_free_ char *s = malloc(10);
    sprintf(s, "abc");
    FILE *fp __attribute__((cleanup(fcl))) = fopen("x", "w");
    for (int i = 1; i < 5; i++)
        printf("=%d\n", f(i));
    return 0;
}
