// Timeouts of condition variables by both clocks, of semaphores and of joins.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct timespec in(clockid_t clock, long ms)
{
    struct timespec t;
    clock_gettime(clock, &t);
    t.tv_nsec += ms * 1000000;
    t.tv_sec += t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return t;
}

static const char *text(int e)
{
    return e ? strerrorname_np(e) : "0";
}

static void *sleeper(void *arg)
{
    usleep(60000);
    return arg;
}

int main(void)
{
    pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t c;
    pthread_condattr_t a;
    clockid_t clock;
    struct timespec t, start, now;
    sem_t s;
    pthread_t id;
    void *r;
    pthread_condattr_init(&a);
    pthread_condattr_getclock(&a, &clock);
    printf("clock %d", clock == CLOCK_REALTIME);
    printf(" set %s", text(pthread_condattr_setclock(&a, CLOCK_MONOTONIC)));
    printf(" bad %s\n", text(pthread_condattr_setclock(&a, CLOCK_PROCESS_CPUTIME_ID)));
    pthread_cond_init(&c, &a);
    pthread_mutex_lock(&m);
    clock_gettime(CLOCK_MONOTONIC, &start);
    t = in(CLOCK_MONOTONIC, 30);
    printf("timedwait %s", text(pthread_cond_timedwait(&c, &m, &t)));
    clock_gettime(CLOCK_MONOTONIC, &now);
    long ms = (now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000;
    printf(" after 30 ms or more: %d\n", ms >= 30);
    printf("the mutex is locked again: %s\n", text(pthread_mutex_trylock(&m)));
    t.tv_sec = 0;
    t.tv_nsec = 5;
    printf("in the past %s\n", text(pthread_cond_timedwait(&c, &m, &t)));
    t.tv_nsec = 1000000000;
    printf("bad time %s\n", text(pthread_cond_timedwait(&c, &m, &t)));
    sem_init(&s, 0, 0);
    t = in(CLOCK_REALTIME, 20);
    printf("sem_timedwait %d %s\n", sem_timedwait(&s, &t), text(errno));
    t = in(CLOCK_MONOTONIC, 20);
    printf("sem_clockwait %d %s\n", sem_clockwait(&s, CLOCK_MONOTONIC, &t), text(errno));
    t.tv_nsec = -1;
    printf("bad time %d %s\n", sem_timedwait(&s, &t), text(errno));
    sem_post(&s);
    printf("bad time, but it is free %d\n", sem_timedwait(&s, &t));
    pthread_create(&id, NULL, sleeper, "slept");
    printf("tryjoin %s\n", text(pthread_tryjoin_np(id, &r)));
    t = in(CLOCK_REALTIME, 10);
    printf("timedjoin %s\n", text(pthread_timedjoin_np(id, &r, &t)));
    t = in(CLOCK_REALTIME, 2000);
    printf("timedjoin %s", text(pthread_timedjoin_np(id, &r, &t)));
    printf(" %s\n", (char *)r);
    return 0;
}
