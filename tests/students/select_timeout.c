/* says: select() is called here with the set 'set' as the call before left it: that timed out and so emptied it, and it asks no longer for fd 3 | the timeout 'tv' is 0 here | FD_SET() all again before each select() | set tv_sec and tv_usec again */
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    int p[2];
    pipe(p);
    if (fork() == 0) {
        usleep(30000);
        write(p[1], "x", 1);
        exit(0);
    }
    fd_set set;
    struct timeval tv = { 0, 10000 };
    FD_ZERO(&set);
    FD_SET(p[0], &set);
    for (int i = 0; i < 10; i++) {
        int n = select(p[0] + 1, &set, NULL, NULL, &tv);
        if (n == 0) {
            printf("nothing yet\n");
            continue;
        }
        printf("there it is\n");
        break;
    }
    wait(NULL);
    return 0;
}
