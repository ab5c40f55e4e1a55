// poll on pipes: POLL-01 to POLL-10.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *bits(int r)
{
    static char text[4][80];
    static int next;
    char *t = text[next++ % 4];
    sprintf(t, "%s%s%s%s%s%s%s", r & POLLIN ? " IN" : "", r & POLLPRI ? " PRI" : "", r & POLLOUT ? " OUT" : "",
            r & POLLRDHUP ? " RDHUP" : "", r & POLLERR ? " ERR" : "", r & POLLHUP ? " HUP" : "", r & POLLNVAL ? " NVAL" : "");
    return *t ? t : " 0";
}

static void show(const char *what, int fd, int events)
{
    struct pollfd p = {fd, events, 0x5555};
    int r = poll(&p, 1, 0);
    printf("%s: returns %d,%s\n", what, r, bits(p.revents));
}

int main(void)
{
    enum { ALL = POLLIN | POLLOUT | POLLPRI | POLLRDHUP };
    static char big[65536];
    int p[2];
    pipe(p);
    show("POLL-01 empty, reader", p[0], ALL);
    show("POLL-01 empty, writer", p[1], ALL);
    write(p[1], "data", 4);
    show("POLL-02 data, reader", p[0], ALL);
    show("POLL-02 data, reader asked for POLLOUT only", p[0], POLLOUT);
    int w = dup(p[1]);
    close(p[1]);
    show("POLL-03 one of two write ends closed, data", p[0], ALL);
    close(w);
    show("POLL-03 data and no writer", p[0], ALL);
    show("POLL-05 events 0", p[0], 0);
    read(p[0], big, 4);
    show("POLL-04 empty and no writer", p[0], ALL);
    show("POLL-05 events 0", p[0], 0);
    close(p[0]);

    pipe(p);
    close(p[0]);
    show("POLL-06 writer without a reader", p[1], ALL);
    show("POLL-06b events 0", p[1], 0);
    close(p[1]);
    show("POLL-07 closed descriptor", p[1], ALL);
    show("POLL-05 closed descriptor, events 0", p[1], 0);
    show("POLL-08 negative descriptor", -1, ALL);
    show("POLL-08 very negative descriptor", -1000, ALL);

    pipe(p);
    fcntl(p[1], F_SETFL, O_NONBLOCK);
    while (write(p[1], big, 4096) > 0)
        ;
    show("POLL-09 full, writer", p[1], ALL);
    read(p[0], big, 100);
    show("POLL-10 100 bytes read", p[1], ALL);
    read(p[0], big, 3995);
    show("POLL-10 4095 bytes read", p[1], ALL);
    read(p[0], big, 1);
    show("POLL-10b a page read", p[1], ALL);
    return 0;
}
