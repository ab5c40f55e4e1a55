// timer_create with SIGEV_THREAD: a function is called in a thread of its own.
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static sem_t called;
static volatile int calls, value, own_thread, detached;
static pthread_t first;

static void notify(union sigval v)
{
    pthread_attr_t a;
    int state = -1;
    calls++;
    value = v.sival_int;
    own_thread = !pthread_equal(pthread_self(), first);
    if (pthread_getattr_np(pthread_self(), &a) == 0) {
        pthread_attr_getdetachstate(&a, &state);
        pthread_attr_destroy(&a);
    }
    detached = state == PTHREAD_CREATE_DETACHED;
    sem_post(&called);
}

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&t, NULL);
}

int main(void)
{
    timer_t t, u;
    struct sigevent ev = {.sigev_notify = SIGEV_THREAD, .sigev_value.sival_int = 42, .sigev_notify_function = notify};
    struct itimerspec it = {{0, 0}, {0, 20000000}}, got;
    first = pthread_self();
    sem_init(&called, 0, 0);
    printf("create: %d\n", timer_create(CLOCK_MONOTONIC, &ev, &t));
    ev.sigev_value.sival_int = 43;
    printf("another: %d\n", timer_create(CLOCK_REALTIME, &ev, &u));
    timer_settime(t, 0, &it, NULL);
    sem_wait(&called);
    printf("called %d, value %d, in a thread of its own %d, detached %d\n", calls, value, own_thread, detached);
    it.it_interval.tv_nsec = 30000000;
    timer_settime(u, 0, &it, NULL);
    for (int i = 0; i < 3; i++)
        sem_wait(&called);
    timer_gettime(u, &got);
    printf("called %d, value %d, every %ld ms, overrun %d\n", calls, value, got.it_interval.tv_nsec / 1000000,
           timer_getoverrun(u));
    printf("delete: %d %d\n", timer_delete(u), timer_delete(t));
    nap(80);
    printf("no more: %d\n", calls);
    return 0;
}
