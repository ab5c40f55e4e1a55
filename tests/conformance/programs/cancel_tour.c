// Cancellation, cleanup handlers, a thread for signals, barriers, error codes of mutexes.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
#include <errno.h>
#include <string.h>
#include <stdlib.h>
#include <signal.h>
#include <time.h>
#include <semaphore.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static sem_t started;
static void clean(void *a)
{
    printf("cleanup %s\n", (char *) a);
}

static void unlock(void *a)
{
    pthread_mutex_unlock(a);
    puts("unlocked");
}

static void *sleeper(void *a)
{
    pthread_cleanup_push(clean, "outer");
    pthread_cleanup_push(clean, "inner");
    sem_post(&started);
    for (;;)
        sleep(10);
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return a;
}

static void *waiter(void *a)
{
    pthread_mutex_lock(&m);
    pthread_cleanup_push(unlock, &m);
    sem_post(&started);
    pthread_cond_wait(&c, &m);
    pthread_cleanup_pop(1);
    return a;
}

static void *stubborn(void *a)
{
    int o;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &o);
    sem_post(&started);
    usleep(20000);
    puts("still here");
    pthread_setcancelstate(o, 0);
    pthread_testcancel();
    puts("never");
    return a;
}

static void *busy(void *a)
{
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, 0);
    sem_post(&started);
    for (volatile long i = 0;; i++);
    return a;
}

static void *quits(void *a)
{
    pthread_cleanup_push(clean, "quit");
    pthread_exit((void *) 42);
    pthread_cleanup_pop(0);
    return a;
}

static void *sigs(void *a)
{
    sigset_t s;
    int n;
    sigemptyset(&s);
    sigaddset(&s, SIGUSR1);
    sigaddset(&s, SIGTERM);
    for (;;) {
        sigwait(&s, &n);
        printf("sigwait thread: %s\n", n == SIGUSR1 ? "USR1" : "TERM");
        if (n == SIGTERM)
            return a;
    }
}

static void *detached(void *a)
{
    *(int *) a = 1;
    return 0;
}

static pthread_barrier_t bar;
static int phase[4];
static void *ph(void *a)
{
    long i = (long) a, serial = 0;
    for (int k = 0; k < 3; k++) {
        phase[i]++;
        if (pthread_barrier_wait(&bar) == PTHREAD_BARRIER_SERIAL_THREAD)
            serial++;
        for (int j = 0; j < 4; j++)
            if (phase[j] < k + 1)
                puts("barrier broken");
        pthread_barrier_wait(&bar);
    }
    return (void *) serial;
}

static void run(const char *n, void *(*f)(void *))
{
    pthread_t t;
    void *r;
    pthread_create(&t, 0, f, 0);
    sem_wait(&started);
    usleep(2000);
    pthread_cancel(t);
    pthread_join(t, &r);
    printf("%s: %s\n", n, r == PTHREAD_CANCELED ? "canceled" : "returned");
}

int main(void)
{
    sem_init(&started, 0, 0);
    run("sleeper", sleeper);
    run("waiter", waiter);
    run("stubborn", stubborn);
    run("busy", busy);
    pthread_t t, u[4];
    void *r;
    pthread_create(&t, 0, quits, 0);
    pthread_join(t, &r);
    printf("%ld\n", (long) r);
    sigset_t s;
    sigemptyset(&s);
    sigaddset(&s, SIGUSR1);
    sigaddset(&s, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &s, 0);
    pthread_create(&t, 0, sigs, 0);
    kill(getpid(), SIGUSR1);
    usleep(20000);
    pthread_kill(t, SIGTERM);
    pthread_join(t, 0);
    int flag = 0;
    pthread_attr_t a;
    pthread_attr_init(&a);
    pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
    pthread_create(&t, &a, detached, &flag);
    while (!flag)
        usleep(1000);
    puts("detached ran");
    pthread_barrier_init(&bar, 0, 4);
    long ser = 0;
    for (long i = 0; i < 4; i++)
        pthread_create(&u[i], 0, ph, (void *) i);
    for (int i = 0; i < 4; i++) {
        pthread_join(u[i], &r);
        ser += (long) r;
    }
    printf("serial %ld\n", ser);
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    ts.tv_sec -= 1;
    pthread_mutex_lock(&m);
    printf("%s\n", strerror(pthread_cond_timedwait(&c, &m, &ts)));
    pthread_mutex_unlock(&m);
    pthread_mutexattr_t ma;
    pthread_mutexattr_init(&ma);
    pthread_mutexattr_settype(&ma, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_t rm;
    pthread_mutex_init(&rm, &ma);
    pthread_mutex_lock(&rm);
    printf("%d %d\n", pthread_mutex_lock(&rm), pthread_mutex_trylock(&rm));
    pthread_mutex_unlock(&rm);
    pthread_mutex_unlock(&rm);
    pthread_mutex_unlock(&rm);
    printf("%s\n", strerror(pthread_mutex_unlock(&rm)));
    char nm[16];
    pthread_setname_np(pthread_self(), "main-thr");
    pthread_getname_np(pthread_self(), nm, 16);
    puts(nm);
    pthread_exit(0);
}
