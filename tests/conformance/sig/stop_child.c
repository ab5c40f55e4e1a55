// A child in its parent's group stops by SIGTSTP, also if the parent is what a shell has started: SIG-45.
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    const int signals[] = {SIGTSTP, SIGTTIN, SIGTTOU, SIGSTOP};
    for (int i = 0; i < 4; i++) {
        int status;
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0) {
            pause();
            _exit(1);
        }
        kill(pid, signals[i]);
        waitpid(pid, &status, WUNTRACED);
        printf("SIG-45 stopped: %d, by %d\n", !!WIFSTOPPED(status), WIFSTOPPED(status) ? WSTOPSIG(status) : 0);
        kill(pid, SIGCONT);
        kill(pid, SIGTERM);
        waitpid(pid, &status, 0);
        printf("killed by %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    }
    return 0;
}
