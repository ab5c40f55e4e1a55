#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>
#define KIDS 4
static volatile sig_atomic_t gone;
static void on_child(int s) { int e = errno; (void)s; while (waitpid(-1, NULL, WNOHANG) > 0) gone++; errno = e; }
int main(void) {
    struct sigaction sa = { .sa_handler = on_child };
    sigset_t block, old;
    sigemptyset(&sa.sa_mask);
    sigaction(SIGCHLD, &sa, NULL);
    sigemptyset(&block); sigaddset(&block, SIGCHLD);
    sigprocmask(SIG_BLOCK, &block, &old);
    for (int k = 0; k < KIDS; k++)
        if (fork() == 0) _exit(k);
    while (gone < KIDS)
        sigsuspend(&old);
    printf("all %d gone\n", gone);
    return 0;
}
