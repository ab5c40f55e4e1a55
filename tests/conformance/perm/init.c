// conformance: root
// Process 1 ignores signals that it has no handler for, even SIGKILL: PERM-11.
// On Linux a process 1 of its own is made, by a pid namespace; where that is not possible the signals go to the
// one that is there.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
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

static void signal_init(void)
{
    printf("PERM-11 SIGUSR2 to process 1: %s\n", res(kill(1, SIGUSR2)));
    printf("PERM-11 SIGKILL: %s\n", res(kill(1, SIGKILL)));
    printf("PERM-11 SIGSTOP: %s\n", res(kill(1, SIGSTOP)));
    usleep(50000);
    printf("PERM-11 it is still there: %s\n", res(kill(1, 0)));
    fflush(stdout);
}

int main(void)
{
    int status;
    if (syscall(272 /* unshare */, 0x20000000 /* CLONE_NEWPID */) == 0) {
        if (fork() == 0) {
            if (fork() == 0) {
                signal_init();
                _exit(0);
            }
            wait(NULL);
            _exit(17);
        }
        wait(&status);
    } else {
        if (fork() == 0) {
            signal_init();
            _exit(17);
        }
        wait(&status);
    }
    printf("PERM-11 the end of it: exit status %d\n", WEXITSTATUS(status));
    return 0;
}
