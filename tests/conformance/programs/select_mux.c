// A multiplexer with select(2): several producers, one slow consumer behind a full pipe; nothing is lost or mixed up.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

#define PRODUCERS 3
#define RECORDS 4000

/* A record is 8 bytes: the producer and a number. */
struct record {
    int producer, number;
};

static void produce(int n, int fd)
{
    for (int i = 0; i < RECORDS; i++) {
        struct record r = {n, i};
        if (write(fd, &r, sizeof r) != sizeof r)
            _exit(1);
    }
    _exit(0);
}

static void consume(int fd)
{
    struct record r;
    int next[PRODUCERS] = {0}, total = 0;
    FILE *f = fdopen(fd, "r");
    while (fread(&r, sizeof r, 1, f) == 1) {
        if (r.number != next[r.producer]++)
            printf("record %d of producer %d is out of order\n", r.number, r.producer);
        total++;
    }
    printf("the consumer has %d records: %d %d %d\n", total, next[0], next[1], next[2]);
    fflush(stdout);
    _exit(0);
}

int main(void)
{
    int in[PRODUCERS], out[2], open = PRODUCERS, largest = 0;
    for (int n = 0; n < PRODUCERS; n++) {
        int p[2];
        pipe(p);
        if (fork() == 0) {
            close(p[0]);
            produce(n, p[1]);
        }
        close(p[1]);
        in[n] = p[0];
    }
    pipe(out);
    if (fork() == 0) {
        close(out[1]);
        for (int n = 0; n < PRODUCERS; n++)
            close(in[n]);
        consume(out[0]);
    }
    close(out[0]);
    fcntl(out[1], F_SETFL, O_NONBLOCK);

    char buffer[1 << 16];
    size_t have = 0, bytes = 0;
    while (open > 0 || have > 0) {
        fd_set r, w;
        FD_ZERO(&r);
        FD_ZERO(&w);
        int top = out[1];
        for (int n = 0; n < PRODUCERS; n++)
            if (in[n] >= 0 && sizeof buffer - have >= 4096) {
                FD_SET(in[n], &r);
                top = in[n] > top ? in[n] : top;
            }
        if (have > 0)
            FD_SET(out[1], &w);
        if (select(top + 1, &r, &w, NULL, NULL) < 0) {
            perror("select");
            return 1;
        }
        for (int n = 0; n < PRODUCERS; n++)
            if (in[n] >= 0 && FD_ISSET(in[n], &r) && sizeof buffer - have >= 4096) {
                ssize_t got = read(in[n], buffer + have, 4096);
                if (got <= 0) {
                    close(in[n]);
                    in[n] = -1;
                    open--;
                } else {
                    have += got;
                }
            }
        if (FD_ISSET(out[1], &w)) {
            ssize_t put = write(out[1], buffer, have < 4096 ? have : 4096);
            if (put < 0 && errno != EAGAIN) {
                perror("write");
                return 1;
            }
            if (put > 0) {
                memmove(buffer, buffer + put, have - put);
                have -= put;
                bytes += put;
            }
        }
        largest = (int)have > largest ? (int)have : largest;
    }
    close(out[1]);
    int status, failed = 0;
    while (wait(&status) > 0)
        failed += status != 0;
    printf("%zu bytes went through, %d processes failed\n", bytes, failed);
    return 0;
}
