// Waiting for a process group: WAIT-23, WAIT-24.
#include <errno.h>
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

static pid_t start(int code, int ms, pid_t group)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        usleep(ms * 1000);
        _exit(code);
    }
    if (group >= 0)
        setpgid(pid, group);
    return pid;
}

int main(void)
{
    int status;
    pid_t leader = start(1, 60, 0);
    pid_t member = start(2, 120, leader);
    pid_t mine = start(3, 180, -1);

    printf("WAIT-23 waitpid(0): %d", waitpid(0, &status, 0) == mine);
    printf(", exit status %d\n", WEXITSTATUS(status));
    printf("WAIT-23 waitpid(0) again: %s\n", res(waitpid(0, &status, 0)));
    printf("WAIT-24 waitpid(-group): %d", waitpid(-leader, &status, 0) == leader);
    printf(", exit status %d\n", WEXITSTATUS(status));
    printf("WAIT-24 its leader reaped, the group is still there: %d", waitpid(-leader, &status, 0) == member);
    printf(", exit status %d\n", WEXITSTATUS(status));
    printf("WAIT-24 and then: %s\n", res(waitpid(-leader, &status, 0)));
    printf("WAIT-24 WNOHANG: %s\n", res(waitpid(-leader, &status, WNOHANG)));
    return 0;
}
