// Children sleep until a moment that their number says, and print; sorted by time.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    static const int v[] = {7, 2, 9, 4, 1, 6, 3};
    struct timespec start, until;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (unsigned i = 0; i < sizeof v / sizeof *v; i++)
        if (fork() == 0) {
            long ms = 100 + v[i] * 100;
            until.tv_nsec = start.tv_nsec + ms % 1000 * 1000000;
            until.tv_sec = start.tv_sec + ms / 1000 + until.tv_nsec / 1000000000;
            until.tv_nsec %= 1000000000;
            clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
            printf("%d\n", v[i]);
            exit(0);
        }
    while (wait(NULL) > 0)
        ;
    printf("done\n");
    return 0;
}
