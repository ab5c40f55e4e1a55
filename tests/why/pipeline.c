/* echo | cat, by a parent that forgets to close the pipe before it waits. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int fd[2];
    pipe(fd);
    if (fork() == 0) {
        dup2(fd[1], 1);
        close(fd[0]);
        close(fd[1]);
        execlp("echo", "echo", "hello", (char *)0);
        _exit(127);
    }
    if (fork() == 0) {
        dup2(fd[0], 0);
        close(fd[0]);
        close(fd[1]);
        execlp("cat", "cat", (char *)0);
        _exit(127);
    }
    while (wait(NULL) > 0)
        ;
}
