/* kill(self) and its handler: n times. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static volatile long caught;

static void handler(int sig)
{
    caught++;
}

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    pid_t me = getpid();
    signal(SIGUSR1, handler);
    for (long i = 0; i < n; i++)
        kill(me, SIGUSR1);
    return caught != n;
}
