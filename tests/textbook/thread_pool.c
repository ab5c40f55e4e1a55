#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int jobs, done;
static void *pool(void *a)
{
    for (;;) {
        pthread_mutex_lock(&m);
        while (jobs == 0)
            pthread_cond_wait(&c, &m);
        jobs--;
        done++;
        pthread_cond_broadcast(&c);
        pthread_mutex_unlock(&m);
    }
}
int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, pool, NULL);
    pthread_mutex_lock(&m);
    jobs = 1;
    pthread_cond_broadcast(&c);
    while (done < 1)
        pthread_cond_wait(&c, &m);
    pthread_mutex_unlock(&m);
    printf("%d\n", done);
    return 0;
}
