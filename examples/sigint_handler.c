/* A program that overrides SIGINT with a handler of its own, which prints and exits.
 * Watch: the default action would have killed the process; instead it jumps into the handler.
 * A child stands in for the keyboard here: it sends what Ctrl+C would send. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void on_interrupt(int sig)
{
    printf("caught signal %d, leaving\n", sig);
    exit(0);
}

int main(void)
{
    signal(SIGINT, on_interrupt);
    if (fork() == 0) {
        sleep(1);
        kill(getppid(), SIGINT);
        _exit(0);
    }
    printf("waiting for SIGINT\n");
    while (1)
        pause();
}
