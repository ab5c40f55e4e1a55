// conformance: exit=3
// Ctrl-C handling of a lecture: the third SIGINT ends the program.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int count;

static void sigint_handler(int sig)
{
    count++;
    printf("received SIGINT %d\n", count);
    if (count == 3) {
        printf("that is enough\n");
        exit(count);
    }
}

int main(void)
{
    signal(SIGINT, sigint_handler);
    pid_t me = getpid();
    if (fork() == 0) {
        signal(SIGINT, SIG_DFL);
        for (int i = 0; i < 3; i++) {
            usleep(60000);
            kill(me, SIGINT);
        }
        _exit(0);
    }
    while (1)
        pause();
}
