#include <pthread.h>
#include <stdio.h>
#define N 3
pthread_barrier_t b;
void *worker(void *arg)
{
    printf("worker %d\n", (int)(long)arg);
    pthread_barrier_wait(&b);
    return NULL;
}
int main(void)
{
    pthread_t t[N];
    pthread_barrier_init(&b, NULL, N + 1);
    for (long i = 0; i < N; i++)
        pthread_create(&t[i], NULL, worker, (void *)i);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    puts("done");
    return 0;
}
