/* The parent waits for the child, which waits for room in a pipe that the parent would read afterwards. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int fd[2];
    char block[4096] = {0};
    pipe(fd);
    if (fork() == 0) {
        close(fd[0]);
        for (int i = 0; i < 20; i++)
            write(fd[1], block, sizeof block);
        return 0;
    }
    close(fd[1]);
    wait(NULL);
    while (read(fd[0], block, sizeof block) > 0)
        ;
}
