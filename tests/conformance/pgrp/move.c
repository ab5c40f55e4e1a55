// Moving between groups: PGRP-05, PGRP-06, PGRP-08, PGRP-12, PGRP-13.
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
    int p[2];
    char c;
    setvbuf(stdout, NULL, _IONBF, 0);
    pipe(p);
    pid_t pid = fork();
    if (pid == 0) {
        close(p[1]);
        read(p[0], &c, 1);
        _exit(0);
    }
    printf("PGRP-13 the child is in the parent's group: %d, session: %d\n", getpgid(pid) == getpgrp(),
           getsid(pid) == getsid(0));
    printf("PGRP-05 setpgid(child, child): %s", res(setpgid(pid, pid)));
    printf(", it is in a group of its own: %d\n", getpgid(pid) == pid);
    printf("PGRP-05b again: %s\n", res(setpgid(pid, pid)));
    printf("PGRP-06 back into the parent's group: %s", res(setpgid(pid, getpgrp())));
    printf(", it is there: %d\n", getpgid(pid) == getpgrp());
    setpgid(pid, 0);
    printf("PGRP-05 setpgid(child, 0): its own group again: %d, the session is unchanged: %d\n", getpgid(pid) == pid,
           getsid(pid) == getsid(0));

    if (fork() == 0) {
        pid_t old = getpgrp();
        printf("PGRP-12 setpgid(0, 0): %s", res(setpgid(0, 0)));
        printf(", leader: %d\n", getpgrp() == getpid());
        printf("PGRP-12 joining the group of a sibling: %s", res(setpgid(0, pid)));
        printf(", there: %d\n", getpgrp() == pid);
        printf("PGRP-12 and the first one again: %s", res(setpgid(0, old)));
        printf(", there: %d\n", getpgid(0) == old);
        if (fork() == 0) {
            printf("PGRP-13 the grandchild: same group %d, same session %d\n", getpgrp() == old, getsid(0) == getsid(pid));
            _exit(0);
        }
        wait(NULL);
        _exit(0);
    }
    wait(NULL);

    if (fork() == 0) {
        pid_t sid = setsid();
        printf("PGRP-08 setsid: session is pid %d, group is pid %d\n", sid == getpid(), getpgrp() == sid);
        printf("PGRP-08 getsid(0) %d\n", getsid(0) == sid);
        if (fork() == 0) {
            printf("PGRP-13 its child: session inherited %d, group inherited %d\n", getsid(0) == getppid(),
                   getpgrp() == getppid());
            _exit(0);
        }
        wait(NULL);
        _exit(0);
    }
    wait(NULL);
    close(p[1]);
    wait(NULL);
    return 0;
}
