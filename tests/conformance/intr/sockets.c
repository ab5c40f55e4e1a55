// Socket calls interrupted by a handler: INTR-03 to INTR-06.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
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
static int s[2], listener;
static struct sockaddr_un addr = {.sun_family = AF_UNIX, .sun_path = "intr.sock"};
#define ADDR (struct sockaddr *)&addr, sizeof addr

static void handler(int sig)
{
    ran++;
}

static void feed(void)
{
    write(s[1], "abc", 3);
}

static void call_in(void)
{
    connect(socket(AF_UNIX, SOCK_STREAM, 0), ADDR);
}

static void take_one(void)
{
    accept(listener, NULL, NULL);
}

static pid_t disturb(void (*finish)(void))
{
    pid_t me = getpid(), pid;
    ran = 0;
    fflush(stdout);
    if ((pid = fork()) == 0) {
        usleep(60000);
        kill(me, SIGUSR1);
        usleep(60000);
        finish();
        _exit(0);
    }
    return pid;
}

static const char *fd_or_error(int fd)
{
    return fd >= 0 ? "restarted" : res(fd);
}

int main(void)
{
    char buf[10];
    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        struct timeval t = {5, 0};
        const char *r;
        sigaction(SIGUSR1, &sa, NULL);
        socketpair(AF_UNIX, SOCK_STREAM, 0, s);

        pid_t pid = disturb(feed);
        r = res(recv(s[0], buf, 10, 0));
        printf("INTR-03 recv, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
        waitpid(pid, NULL, 0);
        recv(s[0], buf, 10, MSG_DONTWAIT);

        setsockopt(s[0], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
        pid = disturb(feed);
        r = res(recv(s[0], buf, 10, 0));
        printf("INTR-04 recv with SO_RCVTIMEO, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
        waitpid(pid, NULL, 0);

        unlink("intr.sock");
        listener = socket(AF_UNIX, SOCK_STREAM, 0);
        bind(listener, ADDR);
        listen(listener, 0);
        pid = disturb(call_in);
        r = fd_or_error(accept(listener, NULL, NULL));
        printf("INTR-05 accept, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
        waitpid(pid, NULL, 0);
        fcntl(listener, F_SETFL, O_NONBLOCK);
        accept(listener, NULL, NULL);
        fcntl(listener, F_SETFL, 0);

        connect(socket(AF_UNIX, SOCK_STREAM, 0), ADDR);
        pid = disturb(take_one);
        r = fd_or_error(connect(socket(AF_UNIX, SOCK_STREAM, 0), ADDR));
        printf("INTR-06 connect with a full backlog, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
        waitpid(pid, NULL, 0);
        close(listener);
        unlink("intr.sock");
    }
    return 0;
}
