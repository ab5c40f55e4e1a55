// Queued signals in their order, waiting for signals, a timer.
#define _POSIX_C_SOURCE 199309L
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <time.h>
#include <errno.h>
#include <string.h>
static void rt(int s, siginfo_t *i, void *c)
{
    printf("SIGRTMIN+%d value %d code %d\n", s - SIGRTMIN, i->si_value.sival_int, i->si_code == SI_QUEUE);
}
int main(void)
{
    struct sigaction sa;
    sigset_t set, old;
    int i;
    sa.sa_flags = SA_SIGINFO;
    sa.sa_sigaction = rt;
    sigemptyset(&sa.sa_mask);
    for (i = 0; i < 3; i++)
        sigaction(SIGRTMIN + i, &sa, NULL);
    sigemptyset(&set);
    for (i = 0; i < 3; i++)
        sigaddset(&set, SIGRTMIN + i);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, &old);
    setbuf(stdout, NULL);
    if (fork() == 0) {
        union sigval v;
        for (i = 8; i >= 0; i--) {
            v.sival_int = i;
            sigqueue(getppid(), SIGRTMIN + i % 3, v);
        }
        kill(getppid(), SIGUSR1);
        kill(getppid(), SIGUSR1);
        _exit(0);
    }
    wait(NULL);
    siginfo_t si;
    sigset_t u;
    sigemptyset(&u);
    sigaddset(&u, SIGUSR1);
    printf("sigwaitinfo %d", sigwaitinfo(&u, &si));
    printf(" code %d\n", si.si_code == SI_USER);
    struct timespec t = {0, 1000000};
    printf("%d %s\n", sigtimedwait(&u, &si, &t), strerror(errno));
    sigpending(&set);
    printf("pending %d\n", sigismember(&set, SIGRTMIN));
    sigprocmask(SIG_SETMASK, &old, NULL);
    timer_t tm;
    struct sigevent ev = {
        .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 1, .sigev_value.sival_int = 42};
    timer_create(CLOCK_REALTIME, &ev, &tm);
    struct itimerspec its = {{0, 0}, {0, 5000000}};
    timer_settime(tm, 0, &its, NULL);
    pause();
    printf("over %d\n", timer_getoverrun(tm));
    timer_delete(tm);
    return 0;
}
