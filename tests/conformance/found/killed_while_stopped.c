/* A stop that nobody has waited for is forgotten when SIGKILL is sent: the parent is told of the death alone. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int status;
    siginfo_t info;
    pid_t child = fork();

    if (child == 0) {
        raise(SIGSTOP);
        _exit(3);
    }
    waitid(P_PID, child, &info, WSTOPPED | WNOWAIT);
    printf("stopped by %d\n", info.si_status);
    kill(child, SIGKILL);
    waitpid(child, &status, WUNTRACED);
    printf("stopped %d, signalled %d by %d\n", WIFSTOPPED(status), WIFSIGNALED(status), WTERMSIG(status));
    return 0;
}
