/* says: FIFO /home/user/f2 (removed since) | close fd 3 in pid 4, which never wrote there | on the FIFO /home/user/f2, but pid 4 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    char buf[20];
    mkfifo("f2", 0600);
    if (fork() == 0) {
        int w = open("f2", O_WRONLY);
        if (fork() == 0) { pause(); exit(0); }
        write(w, "hello", 5);
        exit(0);
    }
    int r = open("f2", O_RDONLY);
    unlink("f2");
    ssize_t n;
    while ((n = read(r, buf, sizeof buf)) > 0)
        printf("%.*s\n", (int)n, buf);
    return 0;
}
