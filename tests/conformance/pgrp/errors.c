// Process groups, what is refused: PGRP-01 to PGRP-04, PGRP-07, PGRP-10, PGRP-11.
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

int main(void)
{
    int p[2], status;
    char c;
    setvbuf(stdout, NULL, _IONBF, 0);
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    waitpid(gone, NULL, 0);

    printf("PGRP-01 setpgid(0, -1): %s\n", res(setpgid(0, -1)));
    printf("PGRP-01 setpgid(-1, 0): %s\n", res(setpgid(-1, 0)));
    printf("PGRP-02 setpgid of the parent: %s\n", res(setpgid(getppid(), 0)));
    printf("PGRP-02 setpgid of one that has gone: %s\n", res(setpgid(gone, 0)));
    printf("PGRP-04 joining a group that does not exist: %s\n", res(setpgid(0, gone)));
    printf("PGRP-10 getpgid, no such process: %s\n", res(getpgid(gone)));
    printf("PGRP-11 getsid, no such process: %s\n", res(getsid(gone)));

    pipe(p);
    pid_t pid = fork();
    if (pid == 0) {
        printf("PGRP-08 setsid: %d\n", setsid() == getpid());
        printf("PGRP-03 setpgid by the session leader: %s\n", res(setpgid(0, 0)));
        printf("PGRP-03b setsid by a group leader: %s\n", res(setsid()));
        write(p[1], "r", 1);
        pause();
        _exit(0);
    }
    read(p[0], &c, 1);
    printf("PGRP-07 moving a child of another session: %s\n", res(setpgid(pid, getpgrp())));
    printf("PGRP-07 into a group of its own: %s\n", res(setpgid(pid, pid)));
    printf("PGRP-07 joining its group: %s\n", res(setpgid(0, pid)));
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);

    pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        printf("PGRP-03b setsid by the leader of a new group: %s\n", res(setsid()));
        _exit(0);
    }
    wait(NULL);
    return 0;
}
