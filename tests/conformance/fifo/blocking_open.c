// open of a FIFO blocks until the other end is there: FIFO-15, FIFO-16, FIFO-19.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
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

static int ran;

static void handler(int sig)
{
    ran++;
}

int main(void)
{
    char buf[40];
    setvbuf(stdout, NULL, _IONBF, 0);
    unlink("f");
    mkfifo("f", 0600);

    if (fork() == 0) {
        usleep(60000);
        printf("FIFO-15 the writer opens\n");
        int w = open("f", O_WRONLY);
        usleep(60000);
        write(w, "hello", 5);
        _exit(0);
    }
    int r = open("f", O_RDONLY);
    printf("FIFO-15b the reader's open has returned: %d\n", r >= 0);
    long n = read(r, buf, sizeof buf);
    printf("FIFO-15b and reads: %ld %.*s\n", n, (int)n, buf);
    printf("FIFO-15b and then: %s\n", res(read(r, buf, sizeof buf)));
    wait(NULL);
    close(r);

    if (fork() == 0) {
        usleep(60000);
        printf("FIFO-16 the reader opens\n");
        int r = open("f", O_RDONLY);
        usleep(60000);
        n = read(r, buf, sizeof buf);
        printf("FIFO-16 and reads: %ld %.*s\n", n, (int)n, buf);
        _exit(0);
    }
    int w = open("f", O_WRONLY);
    printf("FIFO-16 the writer's open has returned: %d\n", w >= 0);
    write(w, "there", 5);
    wait(NULL);
    close(w);

    struct sigaction sa = {.sa_handler = handler};
    sigaction(SIGALRM, &sa, NULL);
    ualarm(60000, 0);
    printf("FIFO-19 open for reading, then a signal: %s", res(open("f", O_RDONLY)));
    printf(", handler ran %d\n", ran);
    ualarm(60000, 0);
    printf("FIFO-19 open for writing, then a signal: %s", res(open("f", O_WRONLY)));
    printf(", handler ran %d\n", ran);
    unlink("f");
    return 0;
}
