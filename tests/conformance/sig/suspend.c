// sigsuspend and pause: SIG-32, SIG-33, SIG-39 to SIG-41.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
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
    struct sigaction sa;
    sigset_t block, none, now;
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = handler;
    sigaction(SIGUSR1, &sa, NULL);
    sigemptyset(&block);
    sigemptyset(&none);
    sigaddset(&block, SIGUSR1);
    sigprocmask(SIG_BLOCK, &block, NULL);
    raise(SIGUSR1);
    printf("SIG-32 sigsuspend with the signal pending: %s", res(sigsuspend(&none)));
    printf(", handler ran %d\n", ran);
    sigprocmask(SIG_BLOCK, NULL, &now);
    printf("SIG-33 blocked again after it: %d\n", sigismember(&now, SIGUSR1));

    pid_t me = getpid();
    fflush(stdout);
    if (fork() == 0) {
        usleep(60000);
        kill(me, SIGUSR1);
        _exit(0);
    }
    printf("SIG-32 sigsuspend waits: %s", res(sigsuspend(&none)));
    printf(", handler ran %d\n", ran);
    wait(NULL);
    sigprocmask(SIG_UNBLOCK, &block, NULL);

    for (int restart = 0; restart < 2; restart++) {
        sa.sa_flags = restart ? SA_RESTART : 0;
        sigaction(SIGALRM, &sa, NULL);
        ran = 0;
        ualarm(60000, 0);
        const char *r = res(pause());
        printf("%s pause, SA_RESTART %d: %s, handler ran %d\n", restart ? "SIG-40" : "SIG-39", restart, r, ran);
    }

    signal(SIGUSR2, SIG_IGN);
    fflush(stdout);
    if (fork() == 0) {
        usleep(50000);
        kill(me, SIGUSR2);
        kill(me, SIGURG);
        kill(me, SIGWINCH);
        kill(me, SIGCONT);
        usleep(50000);
        kill(me, SIGUSR1);
        _exit(0);
    }
    ran = 0;
    const char *r = res(pause());
    printf("SIG-41 pause under ignored signals, then a caught one: %s, handler ran %d\n", r, ran);
    wait(NULL);
    return 0;
}
