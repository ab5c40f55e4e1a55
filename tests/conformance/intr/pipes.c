// Blocking calls interrupted by a handler, without and with SA_RESTART: INTR-01, INTR-02, INTR-07, INTR-19.
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

static volatile int ran;
static int p[2];
static pid_t helper;
static char block[65536];

static void handler(int sig)
{
    ran++;
}

/* Starts a process that sends SIGUSR1 after a while and, some time later, lets the call succeed. */
static void disturb(void (*finish)(void))
{
    pid_t me = getpid();
    ran = 0;
    fflush(stdout);
    if ((helper = fork()) == 0) {
        usleep(60000);
        kill(me, SIGUSR1);
        usleep(60000);
        finish();
        _exit(9);
    }
}

static void feed(void)
{
    write(p[1], "abc", 3);
}

static void drain(void)
{
    read(p[0], block, sizeof block);
}

static void open_writer(void)
{
    open("intr.fifo", O_WRONLY | O_NONBLOCK);
}

static void open_reader(void)
{
    open("intr.fifo", O_RDONLY | O_NONBLOCK);
    usleep(50000);
}

static void nothing(void)
{
}

static const char *opened(int fd)
{
    const char *r = fd >= 0 ? "opened" : res(fd);
    close(fd);
    return r;
}

static void report(const char *id, const char *what, int restart, const char *result)
{
    printf("%s %s, SA_RESTART=%d: %s, handler ran %d\n", id, what, restart, result, ran);
}

int main(void)
{
    char buf[10];
    unlink("intr.fifo");
    mkfifo("intr.fifo", 0600);
    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        sigaction(SIGUSR1, &sa, NULL);

        pipe(p);
        disturb(feed);
        report("INTR-01", "read of an empty pipe", restart, res(read(p[0], buf, 10)));
        waitpid(helper, NULL, 0);

        fcntl(p[1], F_SETFL, O_NONBLOCK);
        while (write(p[1], block, 4096) > 0)
            ;
        fcntl(p[1], F_SETFL, 0);
        disturb(drain);
        report("INTR-02", "write to a full pipe", restart, res(write(p[1], "xy", 2)));
        waitpid(helper, NULL, 0);

        disturb(nothing);
        long r = waitpid(helper, NULL, 0);
        report("INTR-07", "waitpid of a running child", restart, r == helper ? "the child" : res(r));
        waitpid(helper, NULL, 0);

        disturb(open_writer);
        report("INTR-19", "open of a FIFO for reading", restart, opened(open("intr.fifo", O_RDONLY)));
        waitpid(helper, NULL, 0);

        disturb(open_reader);
        report("INTR-19", "open of a FIFO for writing", restart, opened(open("intr.fifo", O_WRONLY)));
        waitpid(helper, NULL, 0);
        close(p[0]);
        close(p[1]);
    }
    unlink("intr.fifo");
    return 0;
}
