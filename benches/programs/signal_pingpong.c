/* SIGUSR1 there and back between parent and child, each waiting in sigsuspend: n round trips. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void handler(int sig)
{
}

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    sigset_t block, empty;
    sigemptyset(&empty);
    sigemptyset(&block);
    sigaddset(&block, SIGUSR1);
    sigprocmask(SIG_BLOCK, &block, NULL);
    signal(SIGUSR1, handler);
    pid_t child = fork();
    if (child == 0) {
        pid_t parent = getppid();
        for (long i = 0; i < n; i++) {
            sigsuspend(&empty);
            kill(parent, SIGUSR1);
        }
        _exit(0);
    }
    for (long i = 0; i < n; i++) {
        kill(child, SIGUSR1);
        sigsuspend(&empty);
    }
    wait(NULL);
    return 0;
}
