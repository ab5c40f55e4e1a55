/* says: pid 2 opens the FIFO date for writing at fifo_misspelt.c:12, pid 3 opens the FIFO data for reading at fifo_misspelt.c:11: if they mean the same FIFO | not: circle */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    mkfifo("data", 0600); mkfifo("date", 0600);
    if (fork() == 0) { int f = open("data", O_RDONLY); char b[9]; ssize_t n = read(f, b, 9); printf("%zd\n", n); exit(0); }
    int f = open("date", O_WRONLY);
    if (write(f, "hello", 5) != 5) perror("write");
    wait(NULL);
    return 0;
}
