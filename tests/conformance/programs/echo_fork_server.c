// A forking echo server: one child for each client, reaped by a handler; the clients come one after the other.
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t reaped;

static void reap(int sig)
{
    int saved = errno;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        reaped++;
    errno = saved;
}

static void serve(int listener, int clients)
{
    struct sigaction sa = {.sa_handler = reap, .sa_flags = SA_RESTART | SA_NOCLDSTOP};
    sigaction(SIGCHLD, &sa, NULL);
    for (int i = 0; i < clients; i++) {
        int c = accept(listener, NULL, NULL);
        if (fork() == 0) {
            char buf[64];
            ssize_t n;
            close(listener);
            while ((n = read(c, buf, sizeof buf)) > 0)
                write(c, buf, n);
            _exit(0);
        }
        close(c);
    }
    sigset_t chld, old;
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    sigprocmask(SIG_BLOCK, &chld, &old);
    while (reaped < clients)
        sigsuspend(&old);
    _exit(reaped);
}

int main(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    static const char *const lines[] = {"the first client", "the second one", "and the last"};
    int l = socket(AF_INET, SOCK_STREAM, 0);
    bind(l, (struct sockaddr *)&a, sizeof a);
    getsockname(l, (struct sockaddr *)&a, &len);
    listen(l, 5);
    pid_t server = fork();
    if (server == 0)
        serve(l, 3);
    close(l);
    for (int i = 0; i < 3; i++) {
        char buf[64];
        int c = socket(AF_INET, SOCK_STREAM, 0);
        connect(c, (struct sockaddr *)&a, sizeof a);
        write(c, lines[i], strlen(lines[i]));
        ssize_t n = recv(c, buf, strlen(lines[i]), MSG_WAITALL);
        shutdown(c, SHUT_WR);
        printf("client %d: %.*s, then %zd\n", i, (int)n, buf, read(c, buf, 1));
        fflush(stdout);
        close(c);
    }
    int status;
    waitpid(server, &status, 0);
    printf("the server reaped %d children\n", WEXITSTATUS(status));
    return 0;
}
