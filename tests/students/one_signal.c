/* says: signalled it last at one_signal.c:29, which woke another thread | let pthread_cond_broadcast() at one_signal.c:29 wake all */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t start = PTHREAD_COND_INITIALIZER;
static int started;

static void *runner(void *arg) {
    pthread_mutex_lock(&m);
    while (!started)
        pthread_cond_wait(&start, &m);
    pthread_mutex_unlock(&m);
    printf("runner %ld\n", (long)arg);
    return NULL;
}

int main(void) {
    pthread_t t[2];
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (long k = 0; k < 2; k++)
        pthread_create(&t[k], NULL, runner, (void *)k);
    usleep(1000);
    pthread_mutex_lock(&m);
    started = 1;
    pthread_mutex_unlock(&m);
    /* both are waiting */
    pthread_cond_signal(&start);
    for (int k = 0; k < 2; k++)
        pthread_join(t[k], NULL);
    return 0;
}
