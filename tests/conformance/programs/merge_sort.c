// A merge sort with processes: halves are sorted by children and come back through pipes.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void send_sorted(int *a, int n, int out);

static int start(int *a, int n)
{
    int p[2];
    pipe(p);
    if (fork() == 0) {
        close(p[0]);
        send_sorted(a, n, p[1]);
        _exit(0);
    }
    close(p[1]);
    return p[0];
}

static int next(int fd, int *v)
{
    return read(fd, v, sizeof *v) == sizeof *v;
}

static void send_sorted(int *a, int n, int out)
{
    if (n == 1) {
        write(out, a, sizeof *a);
        return;
    }
    int left = start(a, n / 2), right = start(a + n / 2, n - n / 2), l, r;
    int hl = next(left, &l), hr = next(right, &r);
    while (hl || hr)
        if (hl && (!hr || l <= r)) {
            write(out, &l, sizeof l);
            hl = next(left, &l);
        } else {
            write(out, &r, sizeof r);
            hr = next(right, &r);
        }
    close(left);
    close(right);
    while (wait(NULL) > 0)
        ;
}

int main(void)
{
    int a[20], v, n = 0, last = -1, ok = 1;
    srand(42);
    for (int i = 0; i < 20; i++)
        a[i] = rand() % 1000;
    int in = start(a, 20);
    while (next(in, &v)) {
        ok &= v >= last;
        last = v;
        printf("%d ", v);
        n++;
    }
    printf("\n%d numbers, in order %d\n", n, ok);
    wait(NULL);
    return 0;
}
