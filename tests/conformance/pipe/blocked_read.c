// Reading a pipe that is empty: PIPE-24, PIPE-25, PIPE-33.
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

static volatile int ran;

static void handler(int sig)
{
    ran++;
}

int main(void)
{
    int p[2];
    char buf[100];
    pipe(p);
    fflush(stdout);
    if (fork() == 0) {
        close(p[0]);
        usleep(60000);
        write(p[1], "late", 4);
        usleep(60000);
        write(p[1], "later", 5);
        usleep(60000);
        _exit(0);
    }
    close(p[1]);
    long n = read(p[0], buf, sizeof buf);
    printf("PIPE-24 first: %ld, %.*s\n", n, (int)n, buf);
    n = read(p[0], buf, sizeof buf);
    printf("PIPE-24 then: %ld, %.*s\n", n, (int)n, buf);
    n = read(p[0], buf, sizeof buf);
    printf("PIPE-24b after the writer's exit: %ld\n", n);
    wait(NULL);
    close(p[0]);

    /* The reader keeps its own copy of the write end: no end of file; the alarm ends it. */
    struct sigaction sa = {.sa_handler = handler};
    sigaction(SIGALRM, &sa, NULL);
    pipe(p);
    fflush(stdout);
    if (fork() == 0) {
        write(p[1], "bye", 3);
        _exit(0);
    }
    wait(NULL);
    n = read(p[0], buf, sizeof buf);
    printf("PIPE-25 from the child: %ld, %.*s\n", n, (int)n, buf);
    ualarm(80000, 0);
    n = read(p[0], buf, sizeof buf);
    printf("PIPE-25 no end of file while the write end is open here: %s\n", res(n));
    printf("PIPE-33 handler ran: %d\n", ran);
    close(p[1]);
    printf("PIPE-25 after closing it: %s\n", res(read(p[0], buf, sizeof buf)));
    return 0;
}
