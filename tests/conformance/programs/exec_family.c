// The exec functions, scripts, errors, close-on-exec.
#include <stdio.h>
#include <unistd.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <sys/wait.h>
#include <fcntl.h>
extern char **environ;
static void st(const char *w)
{
    int s;
    fflush(stdout);
    wait(&s);
    if (WIFEXITED(s))
        printf("%s: %d\n", w, WEXITSTATUS(s));
    else
        printf("%s: signal %d\n", w, WTERMSIG(s));
    fflush(stdout);
}
int main(int argc, char **argv)
{
    if (argc > 1) {
        printf("re-exec %s %s argc %d\n", argv[0], argv[1], argc);
        for (int i = 3; i < 6; i++)
            printf("fd %d %s\n", i, fcntl(i, F_GETFD) < 0 ? "closed" : "open");
        return 42;
    }
    open("x", O_CREAT | O_RDWR, 0600);
    open("y", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (!fork()) {
        execl("./a.out", "renamed", "one", "two", (char *)NULL);
        _exit(1);
    }
    st("execl");
    if (!fork()) {
        char *a[] = {"ls", "-d", "/", 0};
        execvp(a[0], a);
        _exit(1);
    }
    st("execvp");
    if (!fork()) {
        execlp("no-such-program", "x", NULL);
        _exit(errno == ENOENT ? 2 : 3);
    }
    st("missing");
    if (!fork()) {
        int fd = open("script", O_CREAT | O_WRONLY, 0755);
        write(fd, "#!/bin/sh\necho script $0 $1\nexit 6\n", 35);
        close(fd);
        execl("./script", "script", "arg", NULL);
        _exit(1);
    }
    st("script");
    if (!fork()) {
        close(open("plain", O_CREAT | O_WRONLY, 0644));
        execl("./plain", "plain", NULL);
        printf("%s\n", strerror(errno));
        fflush(stdout);
        execl("/", "/", NULL);
        printf("%s\n", strerror(errno));
        exit(0);
    }
    st("noexec");
    if (!fork()) {
        char *e[] = {"ONLY=this", NULL};
        char *a[] = {"env", NULL};
        execve("/usr/bin/env", a, e);
        _exit(9);
    }
    st("execve");
    if (!vfork()) {
        execl("/bin/false", "false", NULL);
        _exit(8);
    }
    st("vfork");
    return 0;
}
