// What a child inherits of timers and signals: PROC-06 to PROC-10.
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int caught;

static void handler(int sig)
{
    caught = sig;
}

static int is_pending(int sig)
{
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, sig);
}

int main(void)
{
    struct itimerval it = {{0, 0}, {500, 0}}, now;
    sigset_t set, mask;
    setvbuf(stdout, NULL, _IONBF, 0);

    alarm(300);
    if (fork() == 0) {
        printf("PROC-06 the child's alarm: %u\n", alarm(0));
        _exit(0);
    }
    wait(NULL);
    unsigned left = alarm(0);
    printf("PROC-06 the parent's still runs: %d\n", left > 250 && left <= 300);

    setitimer(ITIMER_REAL, &it, NULL);
    setitimer(ITIMER_VIRTUAL, &it, NULL);
    if (fork() == 0) {
        getitimer(ITIMER_REAL, &now);
        printf("PROC-07 the child's ITIMER_REAL: %ld.%06ld\n", now.it_value.tv_sec, now.it_value.tv_usec);
        getitimer(ITIMER_VIRTUAL, &now);
        printf("PROC-07 the child's ITIMER_VIRTUAL: %ld.%06ld\n", now.it_value.tv_sec, now.it_value.tv_usec);
        _exit(0);
    }
    wait(NULL);
    getitimer(ITIMER_REAL, &now);
    printf("PROC-07 the parent's ITIMER_REAL still runs: %d\n", now.it_value.tv_sec >= 450);
    it.it_value.tv_sec = 0;
    setitimer(ITIMER_REAL, &it, NULL);
    setitimer(ITIMER_VIRTUAL, &it, NULL);

    signal(SIGUSR1, handler);
    signal(SIGUSR2, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR1);
    if (fork() == 0) {
        printf("PROC-08 pending in the child: %d\n", is_pending(SIGUSR1));
        sigprocmask(SIG_BLOCK, NULL, &mask);
        printf("PROC-09 the child's mask: USR1 %d HUP %d TERM %d\n", sigismember(&mask, SIGUSR1),
               sigismember(&mask, SIGHUP), sigismember(&mask, SIGTERM));
        sigprocmask(SIG_UNBLOCK, &set, NULL);
        printf("PROC-08 nothing is delivered on unblocking: %d\n", caught);
        raise(SIGUSR2);
        raise(SIGUSR1);
        printf("PROC-10 the child's own signal reaches the inherited handler: %d\n", caught == SIGUSR1);
        _exit(0);
    }
    wait(NULL);
    printf("PROC-08 pending in the parent: %d\n", is_pending(SIGUSR1));
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    printf("PROC-08 and delivered on unblocking: %d\n", caught == SIGUSR1);
    return 0;
}
