/* says: dup2(1, 3) closes fd 3, the file opened at dup2_file.c:7, and makes it a copy of fd 1 | dup2(3, 1) makes fd 1 a copy of fd 3 | [swapped-dup2] */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main(void)
{
    int fd = open("log.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0) return 1;
    dup2(STDOUT_FILENO, fd);
    printf("this should be in the file\n");
    return 0;
}
