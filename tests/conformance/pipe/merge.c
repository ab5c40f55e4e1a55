// Which small writes share a page: PIPE-30 to PIPE-32.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
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

static char data[8192];

/* How many writes of this size fit into a new pipe, and what the next one says. */
static void fill(const char *id, int size)
{
    int p[2], n = 0, inside = -1;
    pipe(p);
    fcntl(p[1], F_SETFL, O_NONBLOCK);
    long r;
    while ((r = write(p[1], data, size)) == size)
        n++;
    const char *why = res(r);
    ioctl(p[0], FIONREAD, &inside);
    printf("%s writes of %d bytes that fit: %d, then %s; bytes inside %d\n", id, size, n, why, inside);
    close(p[0]);
    close(p[1]);
}

int main(void)
{
    fill("PIPE-30", 1);
    fill("PIPE-30", 2);
    fill("PIPE-30", 3);
    fill("PIPE-30", 100);
    fill("PIPE-30", 1024);
    fill("PIPE-31", 4000);
    fill("PIPE-31", 4096);
    fill("PIPE-31", 4097);
    fill("PIPE-32", 3000);
    fill("PIPE-32", 2000);
    fill("PIPE-32", 5000);

    int p[2], inside;
    pipe(p);
    fcntl(p[1], F_SETFL, O_NONBLOCK);
    for (int i = 0; i < 15; i++)
        write(p[1], data, 4096);
    write(p[1], data, 1000);
    printf("PIPE-30 15 pages and 1000 bytes inside, write 3096: %s\n", res(write(p[1], data, 3096)));
    printf("PIPE-30 one byte more: %s\n", res(write(p[1], data, 1)));
    read(p[0], data, 4096);
    write(p[1], data, 10);
    printf("PIPE-30 a page freed and 10 written, write 4086: %s\n", res(write(p[1], data, 4086)));
    ioctl(p[0], FIONREAD, &inside);
    printf("PIPE-30 bytes inside: %d\n", inside);
    return 0;
}
