// `ls | wc -l` with fork, pipe, dup2 and exec, and the count read back by the parent.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int a[2], b[2], count;
    char name[20], text[40];

    mkdir("dir", 0755);
    for (int i = 0; i < 7; i++) {
        sprintf(name, "dir/file%d", i);
        close(open(name, O_CREAT | O_WRONLY, 0644));
    }
    pipe(a);
    pipe(b);
    if (fork() == 0) {
        dup2(a[1], STDOUT_FILENO);
        close(a[0]), close(a[1]), close(b[0]), close(b[1]);
        execlp("ls", "ls", "dir", (char *)0);
        _exit(1);
    }
    if (fork() == 0) {
        dup2(a[0], STDIN_FILENO);
        dup2(b[1], STDOUT_FILENO);
        close(a[0]), close(a[1]), close(b[0]), close(b[1]);
        execlp("wc", "wc", "-l", (char *)0);
        _exit(1);
    }
    close(a[0]), close(a[1]), close(b[1]);
    ssize_t n = read(b[0], text, sizeof text - 1);
    text[n > 0 ? n : 0] = '\0';
    count = atoi(text);
    while (wait(NULL) != -1)
        ;
    printf("there are %d files\n", count);
    return count == 7 ? 0 : 1;
}
