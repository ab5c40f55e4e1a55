// The default action of every signal: SIG-43 to SIG-45.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    struct rlimit none = {0, 0};
    int status;
    setrlimit(RLIMIT_CORE, &none);

    for (int sig = 1; sig <= 64; sig++) {
        if (sig == 32 || sig == 33)
            continue;
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0) {
            /* A group of its own, whose parent is in another group of the session: not orphaned. */
            setpgid(0, 0);
            kill(getpid(), sig);
            _exit(0);
        }
        waitpid(pid, &status, WUNTRACED);
        const char *id = "SIG-43", *what = "terminates";
        if (WIFEXITED(status))
            id = "SIG-44", what = "nothing happens";
        if (WIFSTOPPED(status)) {
            id = "SIG-45", what = WSTOPSIG(status) == sig ? "stops" : "stops with another number";
            kill(pid, SIGKILL);
            waitpid(pid, NULL, 0);
        } else if (WIFSIGNALED(status) && WTERMSIG(status) != sig)
            what = "terminates with another number";
        if (sig < 34 || sig == 34 || sig == 64)
            printf("%s %2d %s: %s\n", id, sig, sig < 32 ? strsignal(sig) : sig == SIGRTMIN ? "SIGRTMIN" : "SIGRTMAX", what);
        else if (!WIFSIGNALED(status))
            printf("SIG-43 real-time signal %d does not terminate\n", sig);
    }
    return 0;
}
