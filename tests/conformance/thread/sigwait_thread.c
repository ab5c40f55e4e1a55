// All threads block the signals; one takes them with sigwait. Signals to a thread and to the process.
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static sem_t took;
static pthread_t main_thread, waiter;
static volatile sig_atomic_t in_waiter, in_main;

static void *take(void *arg)
{
    sigset_t *set = arg;
    int sig, i;
    for (i = 0; i < 3; i++) {
        sigwait(set, &sig);
        printf("sigwait took %s\n", sigabbrev_np(sig));
        sem_post(&took);
    }
    return NULL;
}

static void handler(int sig)
{
    (void)sig;
    if (pthread_equal(pthread_self(), main_thread))
        in_main++;
    else
        in_waiter++;
}

static sem_t ready, go;

static void *target(void *arg)
{
    (void)arg;
    sem_post(&ready);
    while (sem_wait(&go))
        ;
    return NULL;
}

int main(void)
{
    sigset_t set;
    int e;
    sem_init(&took, 0, 0);
    sem_init(&ready, 0, 0);
    sem_init(&go, 0, 0);
    main_thread = pthread_self();
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    pthread_create(&waiter, NULL, take, &set);
    kill(getpid(), SIGUSR1);
    sem_wait(&took);
    kill(getpid(), SIGTERM);
    sem_wait(&took);
    pthread_kill(waiter, SIGUSR1);
    sem_wait(&took);
    pthread_join(waiter, NULL);
    signal(SIGUSR2, handler);
    pthread_create(&waiter, NULL, target, NULL);
    sem_wait(&ready);
    e = pthread_kill(waiter, SIGUSR2);
    while (!in_waiter)
        usleep(1000);
    printf("pthread_kill %d: handler ran in the thread %d, in main %d\n", e, in_waiter, in_main);
    pthread_kill(main_thread, SIGUSR2);
    printf("to itself: in main %d\n", in_main);
    printf("signal 0: %d, bad signal: %d\n", pthread_kill(waiter, 0), pthread_kill(waiter, 99) != 0);
    sem_post(&go);
    pthread_join(waiter, NULL);
    return 0;
}
