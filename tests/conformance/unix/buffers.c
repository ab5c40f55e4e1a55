// A unix stream holds only so much; the exact amount is an accounting detail: UNIX-17, UNIX-21, UNIX-22.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
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

static char big[400000];

int main(void)
{
    int s[2];
    long n, total = 0;
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    fcntl(s[0], F_SETFL, O_NONBLOCK);
    while ((n = write(s[0], big, 1024)) > 0)
        total += n;
    const char *why = res(n);
    printf("UNIX-21 writes of 1 KiB, at least 64 KiB and less than 1 MiB fit: %d, then %s\n",
           total >= 65536 && total < 1 << 20, why);
    long got = 0;
    fcntl(s[1], F_SETFL, O_NONBLOCK);
    while ((n = read(s[1], big, sizeof big)) > 0)
        got += n;
    printf("UNIX-21 all of it can be read: %d\n", got == total);
    n = write(s[0], big, sizeof big);
    printf("UNIX-22 one write of 400000 is partial: %d\n", n > 0 && n < 400000);
    while (read(s[1], big, sizeof big) > 0)
        ;
    fcntl(s[0], F_SETFL, 0);
    fcntl(s[1], F_SETFL, 0);
    fflush(stdout);
    if (fork() == 0) {
        close(s[0]);
        got = 0;
        while ((n = read(s[1], big, 5000)) > 0)
            got += n;
        printf("UNIX-22 the reader of a blocking write got: %ld\n", got);
        fflush(stdout);
        _exit(0);
    }
    close(s[1]);
    n = write(s[0], big, sizeof big);
    close(s[0]);
    wait(NULL);
    printf("UNIX-22 a blocking write of 400000: %s\n", res(n));

    int d[2], sent = 0;
    socketpair(AF_UNIX, SOCK_DGRAM, 0, d);
    fcntl(d[0], F_SETFL, O_NONBLOCK);
    while (write(d[0], "m", 1) == 1)
        sent++;
    printf("UNIX-17 datagrams that fit, at least 10: %d\n", sent >= 10);
    return 0;
}
