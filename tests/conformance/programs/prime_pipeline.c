// Primes by a chain of filters, each a process.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>
static int src(void)
{
    int p[2];
    pipe(p);
    if (fork() == 0) {
        close(p[0]);
        for (int i = 2; i < 40; i++)
            write(p[1], &i, sizeof i);
        _exit(0);
    }
    close(p[1]);
    return p[0];
}
static int filter(int in, int prime)
{
    int p[2], n;
    pipe(p);
    if (fork() == 0) {
        close(p[0]);
        while (read(in, &n, sizeof n) > 0)
            if (n % prime)
                write(p[1], &n, sizeof n);
        _exit(0);
    }
    close(p[1]);
    close(in);
    return p[0];
}
int main(void)
{
    int fd = src(), n;
    while (read(fd, &n, sizeof(n)) == sizeof(n)) {
        printf("%d ", n);
        fd = filter(fd, n);
    }
    printf("\n");
    while (wait(NULL) != -1)
        ;
    exit(0);
}
