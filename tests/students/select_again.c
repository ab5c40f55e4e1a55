/* says: it does not ask for fd 5 any more: the select() before, at select_again.c:24, took that out | fill the set again before each select() */
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    int a[2], b[2];
    pipe(a);
    pipe(b);
    if (fork() == 0) {
        write(a[1], "a", 1);
        usleep(1000);
        write(b[1], "b", 1);
        exit(0);
    }
    fd_set set;
    FD_ZERO(&set);
    FD_SET(a[0], &set);
    FD_SET(b[0], &set);
    for (int i = 0; i < 2; i++) {
        char c;
        select(b[0] + 1, &set, NULL, NULL, NULL);
        if (FD_ISSET(a[0], &set)) { read(a[0], &c, 1); printf("a: %c\n", c); }
        if (FD_ISSET(b[0], &set)) { read(b[0], &c, 1); printf("b: %c\n", c); }
    }
    wait(NULL);
    return 0;
}
