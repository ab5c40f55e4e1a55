/* says: memory on the stack of thread 3 is read here, but that thread has ended | [dead-stack] */
#include <pthread.h>
#include <stdio.h>
static void *square(void *arg)
{
    int n = *(int *)arg;
    int r = n * n;
    int *p = &r;
    return p;
}
int main(void)
{
    pthread_t t[2];
    int in[2] = {3, 4};
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, square, &in[i]);
    for (int i = 0; i < 2; i++) {
        void *res;
        pthread_join(t[i], &res);
        printf("%d\n", *(int *)res);
    }
    return 0;
}
