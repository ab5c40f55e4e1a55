/* says: dup2(1, 4) closes fd 4, the writing end of the pipe opened at dup2_order.c:10 | dup2(4, 1) makes fd 1 a copy of fd 4 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    int p[2];
    char buf[64];
    pipe(p);
    if (fork() == 0) {
        close(p[0]);
        dup2(1, p[1]);
        close(p[1]);
        execlp("echo", "echo", "hello", NULL);
        exit(1);
    }
    close(p[1]);
    int n = read(p[0], buf, sizeof buf);
    printf("parent got %d bytes\n", n);
    wait(NULL);
    return 0;
}
