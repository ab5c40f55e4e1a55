/* The writing half of a pair: run it beside fifo_reader.c, in either order.
 * Watch: open waits until the reader has opened its end as well. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "/tmp/example_fifo_pair"

int main(void)
{
    const char *lines[] = {"first line\n", "second line\n", "third line\n"};

    if (mkfifo(NAME, 0600) < 0 && errno != EEXIST) {
        perror(NAME);
        return 1;
    }
    int fd = open(NAME, O_WRONLY);
    for (int i = 0; i < 3; i++)
        write(fd, lines[i], strlen(lines[i]));
    printf("writer: sent 3 lines\n");
    return 0;
}
