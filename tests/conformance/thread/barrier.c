// A barrier: nobody begins a round before all have ended the one before; exactly one is told to be the serial thread.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { THREADS = 4, ROUNDS = 25 };

static pthread_barrier_t barrier;
static atomic_int arrived[ROUNDS], serial;
static atomic_int early;

static void *work(void *arg)
{
    int i;
    (void)arg;
    for (i = 0; i < ROUNDS; i++) {
        atomic_fetch_add(&arrived[i], 1);
        int r = pthread_barrier_wait(&barrier);
        if (r == PTHREAD_BARRIER_SERIAL_THREAD)
            atomic_fetch_add(&serial, 1);
        else if (r != 0)
            printf("wait: %d\n", r);
        if (arrived[i] != THREADS)
            atomic_fetch_add(&early, 1);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[THREADS];
    int i;
    printf("init 0: %s\n", strerrorname_np(pthread_barrier_init(&barrier, NULL, 0)));
    printf("init %d\n", pthread_barrier_init(&barrier, NULL, THREADS));
    for (i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, work, NULL);
    for (i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    printf("serial %d early %d\n", serial, early);
    printf("destroy %d\n", pthread_barrier_destroy(&barrier));
    return 0;
}
