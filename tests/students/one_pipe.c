/* says: and read from it itself at one_pipe.c:18: a pipe is one way */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    int p[2];
    char buf[32];
    pipe(p);
    if (fork() == 0) {
        read(p[0], buf, sizeof buf);
        write(p[1], "answer", 7);
        exit(0);
    }
    write(p[1], "question", 9);
    read(p[0], buf, sizeof buf);
    printf("parent got: %s\n", buf);
    wait(NULL);
    return 0;
}
