/* A signal to a process group reaches each member.
 * Watch: children begin in their parent's group; setpgid moves two of them to a group of their own, and
 * kill(-pgid, ...) hits those two but neither the third child nor the parent. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t start_child(void)
{
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    return pid;
}

static void report(const char *name, pid_t pid)
{
    int status;
    waitpid(pid, &status, 0);
    if (WIFSIGNALED(status))
        printf("%s died by signal %d\n", name, WTERMSIG(status));
}

int main(void)
{
    pid_t a = start_child(), b = start_child(), c = start_child();

    printf("a is in the parent's group: %s\n", getpgid(a) == getpgrp() ? "yes" : "no");
    setpgid(a, a);
    setpgid(b, a);
    printf("a leads a group: %s, b is in it: %s, c is not: %s\n", getpgid(a) == a ? "yes" : "no",
           getpgid(b) == a ? "yes" : "no", getpgid(c) != a ? "yes" : "no");
    kill(-a, SIGTERM);
    report("a", a);
    report("b", b);
    printf("c still runs: %s\n", waitpid(c, NULL, WNOHANG) == 0 ? "yes" : "no");
    kill(c, SIGINT);
    report("c", c);
    return 0;
}
