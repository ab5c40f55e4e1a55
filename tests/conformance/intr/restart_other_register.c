// A call that is made again after a handler has its result where it belongs, whatever calls the handler made.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void reap(int sig)
{
    int saved = errno;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = saved;
}

static void later(int milliseconds, void (*what)(void))
{
    if (fork() == 0) {
        usleep(milliseconds * 1000);
        if (what)
            what();
        _exit(0);
    }
}

static int ends[2];

static void speak(void)
{
    write(ends[1], "abc", 3);
}

static void dial(void)
{
    struct sockaddr_un name = { AF_UNIX, "place" };
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    connect(s, (struct sockaddr *)&name, sizeof name);
}

int main(void)
{
    struct sigaction sa = { .sa_handler = reap, .sa_flags = SA_RESTART };
    char b[10];
    sigaction(SIGCHLD, &sa, NULL);
    pipe(ends);
    later(20, NULL);
    later(60, speak);
    printf("read %zd\n", read(ends[0], b, sizeof b));
    later(20, NULL);
    later(60, speak);
    printf("syscall %ld\n", syscall(SYS_read, ends[0], b, sizeof b));
    struct sockaddr_un name = { AF_UNIX, "place" };
    int l = socket(AF_UNIX, SOCK_STREAM, 0);
    bind(l, (struct sockaddr *)&name, sizeof name);
    listen(l, 5);
    later(20, NULL);
    later(60, dial);
    printf("accept4 %d\n", accept4(l, NULL, NULL, SOCK_CLOEXEC) - l);
    return 0;
}
