#include <pthread.h>
#include <stdio.h>
#define N 4
void *worker(void *arg)
{
    int i = (int)(long)arg;
    printf("worker %d\n", i);
    return NULL;
}
int main(void)
{
    pthread_t t[N];
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, worker, (void *)(long)i);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
