// Primes by a pipeline of processes: each filters the multiples of its prime.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIMIT 60

static void filter(int in)
{
    int prime, n, next[2];
    if (read(in, &prime, sizeof prime) != sizeof prime)
        exit(0);
    printf("prime %d\n", prime);
    fflush(stdout);
    pipe(next);
    if (fork() == 0) {
        close(in);
        close(next[1]);
        filter(next[0]);
    }
    close(next[0]);
    while (read(in, &n, sizeof n) == sizeof n)
        if (n % prime)
            write(next[1], &n, sizeof n);
    close(next[1]);
    wait(NULL);
    exit(0);
}

int main(void)
{
    int p[2];
    pipe(p);
    if (fork() == 0) {
        close(p[1]);
        filter(p[0]);
    }
    close(p[0]);
    for (int n = 2; n <= LIMIT; n++)
        write(p[1], &n, sizeof n);
    close(p[1]);
    wait(NULL);
    return 0;
}
