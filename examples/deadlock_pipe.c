/* A forgotten close. This program hangs, here and on Linux.
 * Watch: the child reads to the end of the pipe, but keeps the write end open itself: as long as one writer is left, read
 * waits. The parent waits for the child: nobody can run any more. Uncomment the close to mend it. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int fd[2];
    char c;
    int n = 0;

    pipe(fd);
    if (fork() == 0) {
        /* close(fd[1]); */
        while (read(fd[0], &c, 1) > 0)
            n++;
        printf("child: %d bytes\n", n);
        return 0;
    }
    close(fd[0]);
    write(fd[1], "hello", 5);
    close(fd[1]);
    printf("parent: waiting for the child\n");
    fflush(stdout);
    wait(NULL);
    return 0;
}
