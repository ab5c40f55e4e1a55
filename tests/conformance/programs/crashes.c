// How programs crash: 1 / x does not trap, as gcc compiles it.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <stdlib.h>
int f(int n)
{
    char b[10000];
    b[0] = n;
    return f(n + 1) + b[0];
}
int main(void)
{
    int st;
    for (int i = 0; i < 5; i++) {
        if (!fork()) {
            switch (i) {
            case 0:
                *(volatile int *)0 = 1;
            case 1: {
                volatile int z = 0;
                printf("%d", 1 / z);
            }
            case 2:
                abort();
            case 3:
                f(1);
            case 4:
                ((void (*)(void))8)();
            }
            _exit(0);
        }
        wait(&st);
        printf("%d %d\n", i, WTERMSIG(st));
    }
    return 0;
}
