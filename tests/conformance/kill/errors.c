// kill without a target: KILL-01 to KILL-04, KILL-07, KILL-08.
#include <errno.h>
#include <limits.h>
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

int main(void)
{
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    waitpid(gone, NULL, 0);

    printf("KILL-01 no such process: %s\n", res(kill(gone, SIGTERM)));
    printf("KILL-02 no such group: %s\n", res(kill(-gone, SIGTERM)));
    printf("KILL-02 killpg: %s\n", res(killpg(gone, SIGTERM)));
    printf("KILL-03 kill(INT_MIN): %s\n", res(kill(INT_MIN, SIGTERM)));
    printf("KILL-04 signal 0 to oneself: %s\n", res(kill(getpid(), 0)));
    printf("KILL-04 signal 0 to one that has gone: %s\n", res(kill(gone, 0)));
    printf("KILL-04 signal 0 to the own group: %s\n", res(kill(0, 0)));
    printf("KILL-07 no such process and a bad signal: %s\n", res(kill(gone, 100)));
    printf("KILL-07 oneself and a bad signal: %s\n", res(kill(getpid(), 100)));
    printf("KILL-08 no such group and a bad signal: %s\n", res(kill(-gone, 100)));
    printf("KILL-08 killpg of a negative group: %s\n", res(killpg(-5, SIGTERM)));
    return 0;
}
