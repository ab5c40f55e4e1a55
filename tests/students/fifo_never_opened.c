/* says: there is also the FIFO /home/user/orders, made at fifo_never_opened.c:8, which nobody has opened | let another process open the FIFO order for reading */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    mkfifo("orders", 0600);
    mkfifo("order", 0600);
    int fd = open("order", O_WRONLY);
    if (fork() == 0) {
        char c;
        int in = open("orders", O_RDONLY);
        _exit(read(in, &c, 1) == 1);
    }
    write(fd, "x", 1);
    wait(NULL);
    return 0;
}
