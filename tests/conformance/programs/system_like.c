// system() written with fork, exec and waitpid, with SIGCHLD blocked and SIGINT ignored meanwhile.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int chld;

static void on_chld(int sig)
{
    chld++;
}

static int my_system(const char *cmd)
{
    struct sigaction ign = {.sa_handler = SIG_IGN}, intr, quit;
    sigset_t block, saved;
    int status;
    pid_t pid;

    if (!cmd)
        return 1;
    sigaction(SIGINT, &ign, &intr);
    sigaction(SIGQUIT, &ign, &quit);
    sigemptyset(&block);
    sigaddset(&block, SIGCHLD);
    sigprocmask(SIG_BLOCK, &block, &saved);
    fflush(stdout);
    if ((pid = fork()) == 0) {
        sigaction(SIGINT, &intr, NULL);
        sigaction(SIGQUIT, &quit, NULL);
        sigprocmask(SIG_SETMASK, &saved, NULL);
        execl("/bin/sh", "sh", "-c", cmd, (char *)0);
        _exit(127);
    }
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) {
            status = -1;
            break;
        }
    sigaction(SIGINT, &intr, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    sigprocmask(SIG_SETMASK, &saved, NULL);
    return status;
}

static void pr_exit(int status)
{
    if (WIFEXITED(status))
        printf("normal termination, exit status = %d\n", WEXITSTATUS(status));
    else if (WIFSIGNALED(status))
        printf("abnormal termination, signal number = %d\n", WTERMSIG(status));
}

int main(void)
{
    signal(SIGCHLD, on_chld);
    pr_exit(my_system("echo hello"));
    pr_exit(my_system("exit 44"));
    pr_exit(my_system("kill -KILL $$"));
    pr_exit(my_system("no_such_command_here 2>/dev/null"));
    pr_exit(my_system("true; false"));
    printf("system(NULL) %d, SIGCHLD was delivered afterwards, for each: %d\n", my_system(NULL), chld);
    return 0;
}
