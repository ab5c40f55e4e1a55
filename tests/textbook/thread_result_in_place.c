#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>
#include <pthread.h>
static void *sum(void *a) { int *v = a; v[1] = v[0] + 1; return &v[1]; }
int main(void)
{
    int v[2] = {1, 0};
    pthread_t t;
    void *r;
    pthread_create(&t, NULL, sum, v);
    pthread_join(t, &r);
    printf("%d\n", *(int *)r);
    /* a stack of an ended thread is used again */
    for (int i = 0; i < 3; i++) {
        pthread_create(&t, NULL, sum, v);
        pthread_join(t, &r);
        v[0] = *(int *)r;
    }
    char *big = malloc(16 << 20);
    for (int i = 0; i < 16 << 20; i += 4096)
        big[i] = i;
    printf("%d %d\n", v[0], big[4096]);
    free(big);
    return 0;
}
