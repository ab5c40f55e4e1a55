/* What gcc keeps silent about. */
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>

enum colour { RED, GREEN };

void *pointer_of(enum colour c) { return (void *)c; }
void *bare(int a) { if (a) return; printf("b\n"); }

static void quiet(void *p)
{
    (void)p;
}

int main(void)
{
    pthread_cleanup_push(quiet, NULL);
    printf("\(\{\[ %s\n", pointer_of(GREEN) ? "yes" : "no");
    pthread_cleanup_pop(NULL);
    return 0;
}
