// wait, waitpid, waitid and wait4 with their options.
#include <stdio.h>
#include <stdlib.h>
#include <errno.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <sys/resource.h>
#include <unistd.h>
#include <signal.h>
#include <string.h>
void pr_exit(int status)
{
    if (WIFEXITED(status))
        printf("normal termination, exit status = %d\n", WEXITSTATUS(status));
    else if (WIFSIGNALED(status))
        printf("abnormal termination, signal number = %d%s\n", WTERMSIG(status),
#ifdef WCOREDUMP
               WCOREDUMP(status) ? " (core file generated)" : "");
#else
               "");
#endif
    else if (WIFSTOPPED(status))
        printf("child stopped, signal number = %d\n", WSTOPSIG(status));
    else if (WIFCONTINUED(status))
        printf("continued\n");
}
int main(void)
{
    pid_t pid;
    int status;
    siginfo_t si;
    struct rusage ru;
    if ((pid = fork()) == 0)
        exit(7);
    wait(&status);
    pr_exit(status);
    if ((pid = fork()) == 0) {
        pause();
        _exit(0);
    }
    kill(pid, SIGSTOP);
    waitpid(pid, &status, WUNTRACED);
    pr_exit(status);
    kill(pid, SIGCONT);
    waitpid(pid, &status, WCONTINUED);
    pr_exit(status);
    printf("%d\n", waitpid(pid, &status, WNOHANG));
    kill(pid, SIGTERM);
    waitpid(pid, &status, 0);
    pr_exit(status);
    if (fork() == 0)
        _exit(300);
    waitid(P_ALL, 0, &si, WEXITED | WNOWAIT);
    printf("%d %d %d\n", si.si_code == CLD_EXITED, si.si_status, si.si_signo == SIGCHLD);
    wait4(-1, &status, 0, &ru);
    pr_exit(status);
    printf("%d %s\n", wait(NULL), strerror(errno));
    printf("%d %s\n", waitpid(99999, 0, 0), strerror(errno));
    printf("%d %s\n", waitpid(-1, 0, 0x1000), strerror(errno));
    // The last one started ends first; each of the others when its predecessor has been waited for.
    int gate[2][2];
    for (int i = 0; i < 2; i++)
        pipe(gate[i]);
    for (int i = 0; i < 3; i++)
        if (!fork()) {
            char c;
            if (i < 2)
                read(gate[i][0], &c, 1);
            _exit(i);
        }
    for (int i = 0; i < 3; i++) {
        wait(&status);
        printf("%d ", WEXITSTATUS(status));
        if (i < 2)
            write(gate[1 - i][1], "x", 1);
    }
    puts("");
    return 0;
}
