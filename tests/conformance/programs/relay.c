// A relay: poll(2) copies both ways between two pairs of pipes without ever blocking, each side with its own buffer.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct way {
    int from, to;
    char buf[5000];
    size_t start, end, moved;
};

static void nonblock(int fd)
{
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

/* Moves what can be moved; false when the way is closed. */
static int move(struct way *w, int readable, int writable)
{
    if (readable && w->end == 0) {
        ssize_t n = read(w->from, w->buf, sizeof w->buf);
        if (n == 0)
            return 0;
        if (n > 0)
            w->end = n;
    }
    if (writable && w->end > w->start) {
        ssize_t n = write(w->to, w->buf + w->start, w->end - w->start);
        if (n > 0) {
            w->start += n;
            w->moved += n;
        }
        if (w->start == w->end)
            w->start = w->end = 0;
    }
    return 1;
}

/* A peer sends so many bytes and checks what it gets. */
static void peer(int out, int in, int bytes, long expected)
{
    char block[3000];
    long got = 0, sum = 0;
    if (fork() == 0) {
        close(in);
        for (int sent = 0; sent < bytes;) {
            int n = bytes - sent < 3000 ? bytes - sent : 3000;
            for (int i = 0; i < n; i++)
                block[i] = (sent + i) % 251;
            write(out, block, n);
            sent += n;
        }
        _exit(0);
    }
    close(out);
    ssize_t n;
    while ((n = read(in, block, sizeof block)) > 0)
        for (ssize_t i = 0; i < n; i++, got++)
            sum += block[i] == (char)(got % 251);
    wait(NULL);
    _exit(got == expected && sum == got ? 0 : 1);
}

int main(void)
{
    int a_out[2], a_in[2], b_out[2], b_in[2];
    pipe(a_out);
    pipe(a_in);
    pipe(b_out);
    pipe(b_in);
    pid_t a = fork();
    if (a == 0) {
        int others[] = {a_out[0], a_in[1], b_out[0], b_out[1], b_in[0], b_in[1]};
        for (int i = 0; i < 6; i++)
            close(others[i]);
        peer(a_out[1], a_in[0], 300000, 200000);
    }
    close(a_out[1]);
    close(a_in[0]);
    pid_t b = fork();
    if (b == 0) {
        int others[] = {b_out[0], b_in[1], a_out[0], a_in[1]};
        for (int i = 0; i < 4; i++)
            close(others[i]);
        peer(b_out[1], b_in[0], 200000, 300000);
    }
    close(b_out[1]);
    close(b_in[0]);
    struct way there = {a_out[0], b_in[1]}, back = {b_out[0], a_in[1]}, *ways[2] = {&there, &back};
    for (int i = 0; i < 2; i++) {
        nonblock(ways[i]->from);
        nonblock(ways[i]->to);
    }
    int open = 2;
    while (open > 0) {
        struct pollfd p[4];
        for (int i = 0; i < 2; i++) {
            struct way *w = ways[i];
            p[2 * i] = (struct pollfd){w->end == 0 ? w->from : -1, POLLIN, 0};
            p[2 * i + 1] = (struct pollfd){w->end > 0 ? w->to : -1, POLLOUT, 0};
        }
        poll(p, 4, -1);
        for (int i = 0; i < 2; i++) {
            struct way *w = ways[i];
            if (w->from >= 0 && !move(w, p[2 * i].revents, p[2 * i + 1].revents)) {
                close(w->from);
                close(w->to);
                w->from = w->to = -1;
                open--;
            }
        }
    }
    int status;
    waitpid(a, &status, 0);
    printf("a got what b sent: %s\n", status == 0 ? "yes" : "no");
    waitpid(b, &status, 0);
    printf("b got what a sent: %s\n", status == 0 ? "yes" : "no");
    printf("%zu bytes there, %zu back\n", there.moved, back.moved);
    return 0;
}
