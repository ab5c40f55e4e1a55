/* What helpers return is looked at by their callers. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static ssize_t put(int fd, const char *text)
{
    return write(fd, text, strlen(text));
}

static int get(int fd, char *buf, int size)
{
    int n = read(fd, buf, size);
    return n;
}

static int try_open(int fd)
{
    return get(fd, (char[8]){0}, 8);
}

int main(void)
{
    if (put(77, "x") == -1)
        printf("put: %s\n", strerror(errno));
    int n = try_open(78);
    if (n < 0)
        printf("get: %s\n", strerror(errno));
    (void)put(79, "y");
    return 0;
}
