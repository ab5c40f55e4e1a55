// The thread behind SIGEV_THREAD takes no signals of the process; the function is called with all blocked.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int ends[2];

static void expired(union sigval v)
{
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    char blocked = sigismember(&mask, SIGUSR1) + '0';
    write(ends[1], &blocked, 1);
}

int main(void)
{
    timer_t timer;
    struct sigevent event;
    struct itimerspec soon = { .it_value = { 0, 10000000 } };
    sigset_t usr1, pending;
    char blocked;
    pipe(ends);
    memset(&event, 0, sizeof event);
    event.sigev_notify = SIGEV_THREAD;
    event.sigev_notify_function = expired;
    timer_create(CLOCK_REALTIME, &event, &timer);
    timer_settime(timer, 0, &soon, NULL);
    read(ends[0], &blocked, 1);
    printf("in the function blocked: %c\n", blocked);
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &usr1, NULL);
    kill(getpid(), SIGUSR1);
    usleep(20000);
    sigpending(&pending);
    printf("pending: %d\n", sigismember(&pending, SIGUSR1));
    return 0;
}
