// setpgid on a child that has executed another program: PGRP-09. The program executes itself.
#include <errno.h>
#include <fcntl.h>
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

int main(int argc, char **argv)
{
    char c;
    if (argc > 1) {
        read(0, &c, 1);
        return 0;
    }
    int in[2], done[2], go[2];
    pipe(in);
    pipe(go);
    pipe(done);
    fcntl(done[1], F_SETFD, FD_CLOEXEC);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(in[0], 0);
        close(in[1]);
        read(go[0], &c, 1);
        execl(argv[0], argv[0], "wait", (char *)NULL);
        _exit(1);
    }
    printf("PGRP-09 before: %s\n", res(setpgid(pid, getpgid(pid))));
    write(go[1], "g", 1);
    close(done[1]);
    read(done[0], &c, 1); /* end of file: the exec has closed it */
    printf("PGRP-09 setpgid after its exec: %s\n", res(setpgid(pid, pid)));
    printf("PGRP-09 it is still in the parent's group: %d\n", getpgid(pid) == getpgrp());
    close(in[1]);
    wait(NULL);
    return 0;
}
