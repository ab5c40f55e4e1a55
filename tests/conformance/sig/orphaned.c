// In an orphaned process group the terminal's stop signals do nothing by default: SIG-46.
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static void try(const char *name, int sig, int orphaned)
{
    int status;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (orphaned)
            setsid();
        else
            setpgid(0, 0);
        raise(sig);
        _exit(5);
    }
    waitpid(pid, &status, WUNTRACED);
    printf("SIG-46 %s, %s: ", name, orphaned ? "orphaned" : "not orphaned");
    if (WIFSTOPPED(status)) {
        printf("stopped\n");
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    } else
        printf("goes on, exit status %d\n", WEXITSTATUS(status));
}

int main(void)
{
    for (int orphaned = 0; orphaned < 2; orphaned++) {
        try("SIGTSTP", SIGTSTP, orphaned);
        try("SIGTTIN", SIGTTIN, orphaned);
        try("SIGTTOU", SIGTTOU, orphaned);
        try("SIGSTOP", SIGSTOP, orphaned);
    }
    return 0;
}
