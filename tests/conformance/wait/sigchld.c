// SIGCHLD: WAIT-25 to WAIT-29, WAIT-34.
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

static volatile int chld;

static void on_chld(int sig)
{
    chld++;
}

static void nap(void)
{
    struct timespec t = {0, 70000000};
    while (nanosleep(&t, &t) == -1)
        ;
}

int main(void)
{
    struct sigaction sa = {.sa_handler = on_chld, .sa_flags = SA_RESTART};
    sigset_t set, pending;
    pid_t pid;
    int status;
    setvbuf(stdout, NULL, _IONBF, 0);

    sigaction(SIGCHLD, &sa, NULL);
    if ((pid = fork()) == 0)
        _exit(0);
    nap();
    printf("WAIT-25 after a child's exit the handler ran: %d\n", chld);
    wait(NULL);

    chld = 0;
    if ((pid = fork()) == 0) {
        for (;;)
            pause();
    }
    kill(pid, SIGSTOP);
    nap();
    printf("WAIT-26 after its stop: %d\n", chld);
    kill(pid, SIGCONT);
    nap();
    printf("WAIT-26 after its continuation: %d\n", chld);
    sa.sa_flags = SA_RESTART | SA_NOCLDSTOP;
    sigaction(SIGCHLD, &sa, NULL);
    kill(pid, SIGSTOP);
    nap();
    printf("WAIT-27 SA_NOCLDSTOP, after its stop: %d\n", chld);
    kill(pid, SIGCONT);
    nap();
    printf("WAIT-27 after its continuation: %d\n", chld);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    printf("WAIT-27 after its death: %d\n", chld);

    chld = 0;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    for (int i = 0; i < 3; i++)
        if (fork() == 0)
            _exit(i);
    nap();
    int reaped = 0;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        reaped++;
    sigpending(&pending);
    printf("WAIT-29 reaped %d, SIGCHLD still pending: %d\n", reaped, sigismember(&pending, SIGCHLD));
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    printf("WAIT-28 deliveries for three exits while blocked: %d\n", chld);

    sa.sa_flags = 0;
    sigaction(SIGALRM, &sa, NULL);
    signal(SIGCHLD, SIG_DFL);
    if ((pid = fork()) == 0) {
        for (;;)
            pause();
    }
    ualarm(60000, 0);
    printf("WAIT-34 waitpid interrupted: %s\n", res(waitpid(pid, &status, 0)));
    kill(pid, SIGKILL);
    printf("WAIT-34 and after SIGKILL: %d\n", waitpid(pid, &status, 0) == pid);
    return 0;
}
