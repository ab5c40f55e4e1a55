/* The reading half of a pair: run it beside fifo_writer.c, in either order.
 * Watch: open waits for the other program; the two know nothing of each other but the pathname. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "/tmp/example_fifo_pair"

int main(void)
{
    char buf[128];
    ssize_t n;

    if (mkfifo(NAME, 0600) < 0 && errno != EEXIST) {
        perror(NAME);
        return 1;
    }
    int fd = open(NAME, O_RDONLY);
    while ((n = read(fd, buf, sizeof buf)) > 0)
        fwrite(buf, 1, n, stdout);
    printf("reader: the writer has closed\n");
    unlink(NAME);
    return 0;
}
