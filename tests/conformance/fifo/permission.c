// conformance: root
// Permission bits count on open: FIFO-21, and truncate without write permission: FIFO-22.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

int main(void)
{
    chmod(".", 0777);
    umask(0);
    mkfifo("readable", 0644);
    mkfifo("writable", 0622);
    mkfifo("closed", 0600);
    printf("FIFO-22 truncate by root: %s\n", res(truncate("closed", 0)));
    setgid(1000);
    setuid(1000);
    printf("FIFO-21 mode 0644, reading: %d\n", open("readable", O_RDONLY | O_NONBLOCK) >= 0);
    printf("FIFO-21 mode 0644, writing: %s\n", res(open("readable", O_WRONLY | O_NONBLOCK)));
    printf("FIFO-21 mode 0644, both: %s\n", res(open("readable", O_RDWR)));
    printf("FIFO-21 mode 0622, reading: %s\n", res(open("writable", O_RDONLY | O_NONBLOCK)));
    printf("FIFO-21 mode 0622, writing (no reader): %s\n", res(open("writable", O_WRONLY | O_NONBLOCK)));
    printf("FIFO-21 mode 0600, reading: %s\n", res(open("closed", O_RDONLY | O_NONBLOCK)));
    printf("FIFO-21 access for reading, writing: %s", res(access("readable", R_OK)));
    printf(", %s\n", res(access("readable", W_OK)));
    printf("FIFO-22 truncate without write permission: %s\n", res(truncate("readable", 0)));
    printf("FIFO-22 truncate with: %s\n", res(truncate("writable", 0)));

    mkfifo("own", 0400);
    printf("FIFO-21 own FIFO of mode 0400, writing: %s\n", res(open("own", O_WRONLY | O_NONBLOCK)));
    chmod("own", 0200);
    printf("FIFO-21 own FIFO of mode 0200, reading: %s\n", res(open("own", O_RDONLY | O_NONBLOCK)));
    return 0;
}
