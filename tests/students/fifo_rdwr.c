/* says: FIFO /tmp/f1 | open it for reading only | with O_RDONLY */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    char buf[20];
    mkfifo("/tmp/f1", 0600);
    int fd = open("/tmp/f1", O_RDWR);
    if (fork() == 0) {
        write(fd, "hello", 5);
        exit(0);
    }
    ssize_t n;
    while ((n = read(fd, buf, sizeof buf)) > 0)
        printf("%.*s\n", (int)n, buf);
    unlink("/tmp/f1");
    return 0;
}
