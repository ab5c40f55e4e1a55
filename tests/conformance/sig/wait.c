// sigwait, sigwaitinfo, sigtimedwait: SIG-34 to SIG-38.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

static volatile int ran;

static void handler(int sig)
{
    ran++;
}

int main(void)
{
    sigset_t set, pending;
    siginfo_t si;
    int sig = 0, r;
    struct timespec t = {0, 50000000};
    union sigval v = {.sival_int = 99};

    signal(SIGUSR1, handler);
    signal(SIGALRM, handler);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR1);
    r = sigwait(&set, &sig);
    sigpending(&pending);
    printf("SIG-34 sigwait: %d, signal %d, still pending %d, handler ran %d\n", r, sig, sigismember(&pending, SIGUSR1),
           ran);
    raise(SIGUSR2);
    raise(SIGUSR1);
    sigwait(&set, &sig);
    printf("SIG-34 of two pending: %d", sig);
    sigwait(&set, &sig);
    printf(" then %d\n", sig);

    printf("SIG-35 sigtimedwait, nothing comes: %s\n", res(sigtimedwait(&set, &si, &t)));
    t.tv_nsec = 0;
    printf("SIG-35 with no time at all: %s\n", res(sigtimedwait(&set, &si, &t)));
    t.tv_nsec = 1000000000;
    printf("SIG-36 tv_nsec 1000000000: %s\n", res(sigtimedwait(&set, &si, &t)));
    t.tv_nsec = -1;
    printf("SIG-36 tv_nsec -1: %s\n", res(sigtimedwait(&set, &si, &t)));

    ualarm(60000, 0);
    printf("SIG-37 sigwaitinfo, another handled signal (SA_RESTART): %s", res(sigwaitinfo(&set, &si)));
    printf(", handler ran %d\n", ran);

    sigqueue(getpid(), SIGUSR2, v);
    memset(&si, 0, sizeof si);
    r = sigwaitinfo(&set, &si);
    printf("SIG-38 sigwaitinfo: %d, signo %d, SI_QUEUE %d, value %d, pid mine %d\n", r, si.si_signo,
           si.si_code == SI_QUEUE, si.si_value.sival_int, si.si_pid == getpid());
    printf("SIG-38 sigwaitinfo without siginfo: ");
    raise(SIGUSR1);
    printf("%s\n", res(sigwaitinfo(&set, NULL)));

    fflush(stdout);
    pid_t me = getpid(), pid = fork();
    if (pid == 0) {
        usleep(60000);
        kill(me, SIGUSR2);
        _exit(0);
    }
    t.tv_sec = 10;
    t.tv_nsec = 0;
    r = sigtimedwait(&set, &si, &t);
    printf("SIG-38 sigtimedwait, sent by the child: %d, SI_USER %d, pid the child's %d\n", r, si.si_code == SI_USER,
           si.si_pid == pid);
    wait(NULL);
    return 0;
}
