/* says: race on 'i', whose address thread_argument.c:15 gives to each thread | give each thread an object of its own */
#include <pthread.h>
#include <stdio.h>
#define N 4
void *worker(void *arg)
{
    int i = *(int *)arg;
    printf("worker %d\n", i);
    return NULL;
}
int main(void)
{
    pthread_t t[N];
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, worker, &i);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
