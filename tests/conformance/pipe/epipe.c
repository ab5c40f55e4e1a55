// Writing when nobody reads any more: PIPE-20 to PIPE-22.
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

static volatile int caught;

static void on_pipe(int sig)
{
    caught = sig;
}

int main(void)
{
    int p[2], status;
    pipe(p);
    close(p[0]);

    printf("PIPE-22 write of nothing: %s\n", res(write(p[1], "", 0)));
    signal(SIGPIPE, on_pipe);
    long r = write(p[1], "x", 1);
    printf("PIPE-20 with a handler: %s, handler saw SIGPIPE %d\n", res(r), caught == SIGPIPE);
    signal(SIGPIPE, SIG_IGN);
    printf("PIPE-20 SIGPIPE ignored: %s\n", res(write(p[1], "x", 1)));

    fflush(stdout);
    if (fork() == 0) {
        signal(SIGPIPE, SIG_DFL);
        write(p[1], "x", 1);
        _exit(0);
    }
    wait(&status);
    printf("PIPE-21 default: killed %d, by SIGPIPE %d\n", WIFSIGNALED(status), WTERMSIG(status) == SIGPIPE);

    sigset_t set, pending;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_BLOCK, &set, NULL);
    r = write(p[1], "x", 1);
    const char *why = res(r);
    sigpending(&pending);
    printf("PIPE-21 SIGPIPE blocked: %s, pending %d\n", why, sigismember(&pending, SIGPIPE));
    return 0;
}
