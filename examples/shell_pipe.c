/* What a shell does for: cat foo.txt | grep something
 * Watch: dup2 puts the pipe where stdout (1) or stdin (0) was, exec keeps descriptors, and everybody closes
 * what they do not use: were the parent to keep the write end, grep would never see the end of its input. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char text[] =
    "nothing to see in this line\n"
    "here is something\n"
    "and something else\n"
    "the end\n";

int main(void)
{
    int fd[2], status, file;

    file = open("foo.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    write(file, text, strlen(text));
    close(file);

    pipe(fd);
    if (fork() == 0) {
        dup2(fd[1], 1);
        close(fd[0]);
        close(fd[1]);
        execlp("cat", "cat", "foo.txt", (char *)NULL);
        perror("cat");
        _exit(127);
    }
    if (fork() == 0) {
        dup2(fd[0], 0);
        close(fd[0]);
        close(fd[1]);
        execlp("grep", "grep", "something", (char *)NULL);
        perror("grep");
        _exit(127);
    }
    close(fd[0]);
    close(fd[1]);
    while (wait(&status) > 0)
        ;
    unlink("foo.txt");
    printf("both children are done\n");
    return 0;
}
