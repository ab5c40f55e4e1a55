// pr_exit: the ways in which a child can end, reported by the macros of sys/wait.h.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void pr_exit(int status)
{
    if (WIFEXITED(status))
        printf("normal termination, exit status = %d\n", WEXITSTATUS(status));
    else if (WIFSIGNALED(status))
        printf("abnormal termination, signal number = %d (%s)\n", WTERMSIG(status), strsignal(WTERMSIG(status)));
    else if (WIFSTOPPED(status))
        printf("child stopped, signal number = %d\n", WSTOPSIG(status));
    else if (WIFCONTINUED(status))
        printf("child continued\n");
}

static volatile int zero;

int main(void)
{
    int status;
    pid_t pid;
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);

    if ((pid = fork()) == 0)
        exit(7);
    wait(&status);
    pr_exit(status);
    if ((pid = fork()) == 0)
        abort();
    wait(&status);
    pr_exit(status);
    if ((pid = fork()) == 0)
        zero = 10 / zero;
    wait(&status);
    pr_exit(status);
    if ((pid = fork()) == 0)
        for (;;)
            pause();
    kill(pid, SIGSTOP);
    waitpid(pid, &status, WUNTRACED);
    pr_exit(status);
    kill(pid, SIGCONT);
    waitpid(pid, &status, WCONTINUED);
    pr_exit(status);
    kill(pid, SIGINT);
    waitpid(pid, &status, 0);
    pr_exit(status);
    return 0;
}
