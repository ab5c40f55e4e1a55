// A timer that starts a thread at each expiry (SIGEV_THREAD).
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

static sem_t fired;
static pthread_t main_thread;
static int elsewhere;

static void expired(union sigval v)
{
    if (!pthread_equal(pthread_self(), main_thread))
        elsewhere++;
    *(int *)v.sival_ptr += 1;
    sem_post(&fired);
}

int main(void)
{
    struct sigevent e = { 0 };
    struct itimerspec when = { { 0, 5000000 }, { 0, 5000000 } };
    timer_t t;
    int count = 0, i;
    main_thread = pthread_self();
    sem_init(&fired, 0, 0);
    e.sigev_notify = SIGEV_THREAD;
    e.sigev_notify_function = expired;
    e.sigev_value.sival_ptr = &count;
    printf("create %d\n", timer_create(CLOCK_MONOTONIC, &e, &t));
    printf("settime %d\n", timer_settime(t, 0, &when, NULL));
    for (i = 0; i < 3; i++)
        sem_wait(&fired);
    printf("delete %d\n", timer_delete(t));
    printf("fired %d, in other threads %d\n", count >= 3, elsewhere >= 3);
    return 0;
}
