// Unix stream pairs: UNIX-01 to UNIX-09, UNIX-12, UNIX-63.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
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

static volatile int pipes;

static void handler(int sig)
{
    pipes++;
}

int main(void)
{
    int s[2];
    char buf[40];
    long n;
    signal(SIGPIPE, handler);
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    write(s[0], "one", 3);
    write(s[0], "two", 3);
    n = read(s[1], buf, sizeof buf);
    printf("UNIX-01 two writes, one read: %ld %.*s\n", n, (int)n, buf);
    write(s[0], "there", 5);
    write(s[1], "back", 4);
    n = read(s[1], buf, sizeof buf);
    printf("UNIX-02 one way: %ld %.*s", n, (int)n, buf);
    n = read(s[0], buf, sizeof buf);
    printf(", the other: %ld %.*s\n", n, (int)n, buf);
    write(s[0], "peek", 4);
    n = recv(s[1], buf, 2, MSG_PEEK);
    printf("UNIX-03 MSG_PEEK: %ld %.*s", n, (int)n, buf);
    n = recv(s[1], buf, sizeof buf, 0);
    printf(", then %ld %.*s\n", n, (int)n, buf);
    printf("UNIX-04 MSG_DONTWAIT, empty: %s\n", res(recv(s[1], buf, 1, MSG_DONTWAIT)));
    printf("UNIX-05 shutdown(SHUT_WR): %s", res(shutdown(s[0], SHUT_WR)));
    printf(", the peer reads %s\n", res(read(s[1], buf, 1)));
    printf("UNIX-06 write after it: %s", res(write(s[0], "x", 1)));
    printf(", SIGPIPE %d\n", pipes);
    write(s[1], "still", 5);
    n = read(s[0], buf, sizeof buf);
    printf("UNIX-07 the other direction: %ld %.*s\n", n, (int)n, buf);
    close(s[1]);
    printf("UNIX-08 peer closed: %s\n", res(read(s[0], buf, 1)));
    close(s[0]);

    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    write(s[1], "rest", 4);
    close(s[1]);
    n = read(s[0], buf, sizeof buf);
    printf("UNIX-08 data first: %ld %.*s, then %s\n", n, (int)n, buf, res(read(s[0], buf, 1)));
    pipes = 0;
    printf("UNIX-09 write to a closed peer: %s", res(write(s[0], "x", 1)));
    printf(", SIGPIPE %d\n", pipes);
    printf("UNIX-11 send with MSG_NOSIGNAL: %s", res(send(s[0], "x", 1, MSG_NOSIGNAL)));
    printf(", SIGPIPE %d\n", pipes);
    close(s[0]);

    int status;
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    close(s[1]);
    fflush(stdout);
    if (fork() == 0) {
        signal(SIGPIPE, SIG_DFL);
        write(s[0], "x", 1);
        _exit(0);
    }
    wait(&status);
    printf("UNIX-10 default: killed by SIGPIPE %d\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);

    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    write(s[0], "never read", 10);
    write(s[1], "mine", 4);
    close(s[1]);
    n = read(s[0], buf, sizeof buf);
    printf("UNIX-12 peer closed with unread data: %s\n", res(n));
    n = read(s[0], buf, sizeof buf);
    printf("UNIX-12b then: %s\n", res(n));
    n = read(s[0], buf, sizeof buf);
    printf("UNIX-12b and then: %s\n", res(n));

    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    fflush(stdout);
    if (fork() == 0) {
        for (int i = 0; i < 4; i++) {
            write(s[1], "abcde", 5);
            usleep(30000);
        }
        _exit(0);
    }
    close(s[1]);
    n = recv(s[0], buf, 12, MSG_WAITALL);
    printf("UNIX-63 MSG_WAITALL of 12 in pieces of 5: %ld %.*s\n", n, (int)n, buf);
    n = recv(s[0], buf, 20, MSG_WAITALL);
    printf("UNIX-63 of 20, but the peer closes after 8: %ld %.*s\n", n, (int)n, buf);
    wait(NULL);
    return 0;
}
