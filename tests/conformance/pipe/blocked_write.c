// A blocking write larger than the room goes on until all is written; what cuts it short: PIPE-23, PIPE-34.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
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

static char big[200000];
static volatile int pipes, alarms;

static void handler(int sig)
{
    if (sig == SIGPIPE)
        pipes++;
    else
        alarms++;
}

int main(void)
{
    struct sigaction sa = {.sa_handler = handler};
    int p[2];
    sigaction(SIGPIPE, &sa, NULL);
    sigaction(SIGUSR1, &sa, NULL);

    /* The reader takes all of it in small pieces: the write returns the whole count. */
    pipe(p);
    fflush(stdout);
    if (fork() == 0) {
        close(p[1]);
        long n, total = 0;
        char buf[777];
        while ((n = read(p[0], buf, sizeof buf)) > 0)
            total += n;
        printf("PIPE-23 the reader got in all: %ld\n", total);
        fflush(stdout);
        _exit(0);
    }
    close(p[0]);
    long r = write(p[1], big, 200000);
    close(p[1]);
    wait(NULL);
    printf("PIPE-23 blocking write of 200000: %s\n", res(r));
    fflush(stdout);

    /* The last reader goes without reading. */
    pipe(p);
    if (fork() == 0) {
        usleep(60000);
        _exit(0);
    }
    close(p[0]);
    r = write(p[1], big, 131072);
    printf("PIPE-23 131072 and the reader goes away: %s, SIGPIPE %d\n", res(r), pipes);
    r = write(p[1], big, 1);
    printf("PIPE-23 the next write: %s, SIGPIPE %d\n", res(r), pipes);
    wait(NULL);
    close(p[1]);

    /* A signal after a part has been written. */
    pipe(p);
    for (int i = 0; i < 15; i++)
        write(p[1], big, 4096);
    pid_t me = getpid();
    fflush(stdout);
    if (fork() == 0) {
        usleep(60000);
        kill(me, SIGUSR1);
        _exit(0);
    }
    r = write(p[1], big, 8192);
    printf("PIPE-34 8192 into room for 4096, then a signal: %s, handler ran %d\n", res(r), alarms);
    wait(NULL);
    return 0;
}
