/* A child that reads to the end of file, and holds the write end itself. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int fd[2];
    pipe(fd);
    if (fork() == 0) {
        char c;
        while (read(fd[0], &c, 1) > 0)
            ;
        return 0;
    }
    close(fd[0]);
    write(fd[1], "x", 1);
    close(fd[1]);
    wait(NULL);
}
