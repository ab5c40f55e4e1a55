// Cancellation: in a sleeping call, in a condition wait, held back, at a test point, of oneself.
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>

static sem_t ready;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int pipe_fds[2];

static void say(void *arg)
{
    printf("  cleanup: %s\n", (char *)arg);
}

static void unlock(void *arg)
{
    printf("  the mutex is ours: unlock %d\n", pthread_mutex_unlock(arg));
}

static void *sleeps(void *arg)
{
    (void)arg;
    pthread_cleanup_push(say, "sleeper");
    sem_post(&ready);
    sleep(1000);
    pthread_cleanup_pop(0);
    return "awake";
}

static void *reads(void *arg)
{
    char c;
    (void)arg;
    sem_post(&ready);
    read(pipe_fds[0], &c, 1);
    return "read";
}

static void *waits(void *arg)
{
    (void)arg;
    pthread_mutex_lock(&lock);
    pthread_cleanup_push(unlock, &lock);
    sem_post(&ready);
    for (;;)
        pthread_cond_wait(&cond, &lock);
    pthread_cleanup_pop(0);
    return NULL;
}

static sem_t hold;

static void *refuses(void *arg)
{
    int old;
    (void)arg;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
    sem_post(&ready);
    sem_wait(&hold);
    printf("  was enabled: %d; still here\n", old == PTHREAD_CANCEL_ENABLE);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    pthread_testcancel();
    printf("  not reached\n");
    return NULL;
}

static void *computes(void *arg)
{
    (void)arg;
    sem_post(&ready);
    sem_wait(&hold);
    return "finished";
}

static void *itself(void *arg)
{
    (void)arg;
    pthread_cancel(pthread_self());
    printf("  only asked for\n");
    pthread_testcancel();
    return "no";
}

static void try(const char *name, void *(*f)(void *), int release)
{
    pthread_t t;
    void *r;
    int e = 0;
    printf("%s\n", name);
    pthread_create(&t, NULL, f, NULL);
    if (f != itself) {
        sem_wait(&ready);
        usleep(2000);
        e = pthread_cancel(t);
    }
    if (release)
        sem_post(&hold);
    pthread_join(t, &r);
    printf(" %d -> %s\n", e, r == PTHREAD_CANCELED ? "cancelled" : (char *)r);
}

int main(void)
{
    sem_init(&ready, 0, 0);
    sem_init(&hold, 0, 0);
    pipe(pipe_fds);
    try("sleep", sleeps, 0);
    try("read", reads, 0);
    try("cond_wait", waits, 0);
    try("disabled", refuses, 1);
    try("self", itself, 0);
    try("sem_wait", computes, 0);
    printf("mutex free: %d\n", pthread_mutex_trylock(&lock));
    return 0;
}
