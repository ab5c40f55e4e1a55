// exec that fails: PROC-23, PROC-24.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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
    char *args[] = {"x", NULL};
    char *env[] = {NULL};
    int status;
    setenv("PATH", "/bin:/usr/bin", 1);
    printf("PROC-23 execv of a missing file: %s\n", res(execv("./missing", args)));
    printf("PROC-23 the process goes on; a missing directory: %s\n", res(execv("missing/x", args)));
    printf("PROC-23 execvp, not in PATH: %s\n", res(execvp("no-such-program-anywhere", args)));
    printf("PROC-23 execlp, the empty name: %s\n", res(execlp("", "x", (char *)NULL)));

    int fd = open("plain", O_WRONLY | O_CREAT, 0644);
    write(fd, "hello, this is text\n", 20);
    close(fd);
    chmod("plain", 0644);
    printf("PROC-24 a file without x permission: %s\n", res(execve("plain", args, env)));
    printf("PROC-24 a directory: %s\n", res(execve(".", args, env)));
    printf("PROC-24 below a file: %s\n", res(execve("plain/x", args, env)));
    chmod("plain", 0755);
    printf("PROC-24 x permission, but no program: %s\n", res(execve("plain", args, env)));
    printf("PROC-24 a bad pointer: %s\n", res(execve((char *)1, args, env)));

    fflush(stdout);
    if (fork() == 0) {
        execl("./missing", "missing", (char *)NULL);
        _exit(127);
    }
    wait(&status);
    printf("PROC-23 the usual exit status of a child whose exec failed: %d\n", WEXITSTATUS(status));
    unlink("plain");
    return 0;
}
