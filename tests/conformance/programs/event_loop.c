// An event loop: poll(2) over the pipes of several children, lines put together from pieces, until all have ended.
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHILDREN 3

struct source {
    int fd;
    char line[64];
    size_t have;
    int lines;
};

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&t, NULL);
}

/* Child n says its lines in two pieces each, n * 20 ms after the others. */
static void talk(int n, int fd)
{
    char text[64];
    nap(n * 20);
    for (int i = 0; i < 3; i++) {
        int length = snprintf(text, sizeof text, "child %d says %d\n", n, i);
        write(fd, text, 7);
        nap(3);
        write(fd, text + 7, length - 7);
        nap(57);
    }
}

static int take(struct source *s)
{
    char buf[32];
    ssize_t n = read(s->fd, buf, sizeof buf);
    if (n <= 0)
        return 0;
    for (ssize_t i = 0; i < n; i++) {
        s->line[s->have++] = buf[i];
        if (buf[i] == '\n') {
            printf("%.*s", (int)s->have, s->line);
            s->have = 0;
            s->lines++;
        }
    }
    return 1;
}

int main(void)
{
    struct source sources[CHILDREN] = {0};
    struct pollfd polls[CHILDREN];
    int open = CHILDREN;
    for (int n = 0; n < CHILDREN; n++) {
        int p[2];
        pipe(p);
        if (fork() == 0) {
            close(p[0]);
            talk(n, p[1]);
            _exit(0);
        }
        close(p[1]);
        sources[n].fd = p[0];
        polls[n] = (struct pollfd){p[0], POLLIN, 0};
    }
    while (open > 0) {
        if (poll(polls, CHILDREN, -1) < 0) {
            perror("poll");
            return 1;
        }
        for (int n = 0; n < CHILDREN; n++) {
            if (polls[n].revents & POLLIN && take(&sources[n]))
                continue;
            if (polls[n].revents & (POLLHUP | POLLERR)) {
                printf("child %d has ended after %d lines\n", n, sources[n].lines);
                close(polls[n].fd);
                polls[n].fd = -1;
                open--;
            }
        }
    }
    while (wait(NULL) > 0)
        ;
    return 0;
}
