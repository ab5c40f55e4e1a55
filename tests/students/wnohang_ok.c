/* Asks now and then, and knows what 0 means. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int st;
    pid_t p = fork();
    if (p == 0) {
        usleep(5000);
        exit(7);
    }
    for (;;) {
        pid_t r = waitpid(p, &st, WNOHANG);
        if (r == 0) {
            usleep(1000);
            continue;
        }
        if (r == p)
            printf("child exited with %d\n", WEXITSTATUS(st));
        break;
    }
    return 0;
}
