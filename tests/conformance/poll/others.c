// poll on files, on nothing, with errors and time-outs: POLL-11, POLL-21 to POLL-25, INTR-09.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
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

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(void)
{
    int p[2], q[2];
    unlink("p.txt");
    int fd = open("p.txt", O_RDWR | O_CREAT, 0600);
    struct pollfd v[5] = {{fd, POLLIN | POLLOUT | POLLPRI, 0}};
    int r = poll(v, 1, 0);
    printf("POLL-11 regular file: %s, IN %d OUT %d PRI %d\n", res(r), !!(v[0].revents & POLLIN), !!(v[0].revents & POLLOUT),
           !!(v[0].revents & POLLPRI));
    printf("POLL-21 bad pointer: %s\n", res(poll((struct pollfd *)8, 1, 0)));
    double t = now();
    r = poll(NULL, 0, 60);
    t = now() - t;
    printf("POLL-23 no descriptors, 60 ms: %s, slept at least so long %d\n", res(r), t >= 0.06);
    pipe(p);
    pipe(q);
    write(p[1], "x", 1);
    close(q[1]);
    v[0] = (struct pollfd){p[0], POLLIN, 0};
    v[1] = (struct pollfd){q[0], POLLIN, 0};
    v[2] = (struct pollfd){p[1], POLLIN, 0};
    v[3] = (struct pollfd){-1, POLLIN, 0};
    v[4] = (struct pollfd){99, POLLIN, 0};
    printf("POLL-24 readable, hung up, not ready, negative, closed: %s\n", res(poll(v, 5, 100)));
    v[0].fd = -1, v[1].fd = -1, v[4].fd = -1;
    t = now();
    r = poll(v, 5, 60);
    t = now() - t;
    printf("POLL-24 none ready, 60 ms: %s, slept %d\n", res(r), t >= 0.06);

    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        usleep(60000);
        write(p[1], "late", 4);
        _exit(0);
    }
    read(p[0], v, 1);
    v[0] = (struct pollfd){p[0], POLLIN, 0};
    r = poll(v, 1, -1);
    printf("POLL-02 waits without limit until there is data: %s, IN %d\n", res(r), !!(v[0].revents & POLLIN));
    waitpid(pid, NULL, 0);

    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        sigaction(SIGALRM, &sa, NULL);
        ran = 0;
        ualarm(60000, 0);
        r = poll(NULL, 0, 5000);
        printf("%s interrupted, SA_RESTART=%d: %s, handler ran %d\n", restart ? "POLL-25" : "INTR-09", restart, res(r), ran);
    }
    printf("INTR-09 poll never restarts: %d\n", ran);

    struct rlimit lim;
    getrlimit(RLIMIT_NOFILE, &lim);
    lim.rlim_cur = 10;
    setrlimit(RLIMIT_NOFILE, &lim);
    static struct pollfd many[11];
    for (int i = 0; i < 11; i++)
        many[i].fd = -1;
    printf("POLL-22 as many as RLIMIT_NOFILE: %s\n", res(poll(many, 10, 0)));
    printf("POLL-22 one more: %s\n", res(poll(many, 11, 0)));
    unlink("p.txt");
    return 0;
}
