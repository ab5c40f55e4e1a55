#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main(void)
{
    int saved = dup(1), fd = open("out", O_CREAT | O_WRONLY | O_TRUNC, 0600);
    fflush(stdout);
    dup2(fd, 1);
    close(fd);
    printf("to the file\n");
    fflush(stdout);
    dup2(saved, 1);
    close(saved);
    printf("to the terminal\n");
    unlink("out");
    return 0;
}
