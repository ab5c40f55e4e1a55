/* The parent waits for the child before it closes its own write end. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int fd[2];
    char c;
    pipe(fd);
    if (fork() == 0) {
        close(fd[1]);
        while (read(fd[0], &c, 1) > 0)
            ;
        return 0;
    }
    write(fd[1], "x", 1);
    wait(NULL);
    close(fd[1]);
}
