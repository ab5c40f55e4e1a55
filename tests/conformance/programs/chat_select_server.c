// A server that talks to several clients at once with select: what one says, all others hear.
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLIENTS 3

static struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "chat.sock"};

static void server(int listener)
{
    int fd[CLIENTS], n = 0, gone = 0;
    while (gone < CLIENTS) {
        fd_set set;
        int max = listener;
        FD_ZERO(&set);
        if (n < CLIENTS)
            FD_SET(listener, &set);
        for (int i = 0; i < n; i++)
            if (fd[i] >= 0) {
                FD_SET(fd[i], &set);
                if (fd[i] > max)
                    max = fd[i];
            }
        select(max + 1, &set, NULL, NULL, NULL);
        if (n < CLIENTS && FD_ISSET(listener, &set)) {
            fd[n++] = accept(listener, NULL, NULL);
            write(fd[n - 1], "w", 1);
        }
        for (int i = 0; i < n; i++) {
            char buf[80];
            if (fd[i] < 0 || !FD_ISSET(fd[i], &set))
                continue;
            ssize_t got = read(fd[i], buf, sizeof buf);
            if (got <= 0) {
                close(fd[i]);
                fd[i] = -1;
                gone++;
                continue;
            }
            for (int j = 0; j < n; j++)
                if (j != i && fd[j] >= 0)
                    write(fd[j], buf, got);
        }
    }
    printf("server: all have left\n");
    fflush(stdout);
    _exit(0);
}

static int join(void)
{
    char c;
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    connect(s, (struct sockaddr *)&name, sizeof name);
    read(s, &c, 1);
    return s;
}

static void hear(int who, int s, int len)
{
    char buf[80];
    ssize_t n = recv(s, buf, len, MSG_WAITALL);
    printf("client %d hears: %.*s\n", who, (int)n, buf);
}

int main(void)
{
    unlink(name.sun_path);
    int l = socket(AF_UNIX, SOCK_STREAM, 0), s[CLIENTS];
    bind(l, (struct sockaddr *)&name, sizeof name);
    listen(l, CLIENTS);
    if (fork() == 0)
        server(l);
    for (int i = 0; i < CLIENTS; i++)
        s[i] = join();
    write(s[0], "hello", 5);
    hear(1, s[1], 5);
    hear(2, s[2], 5);
    write(s[2], "good day", 8);
    hear(0, s[0], 8);
    hear(1, s[1], 8);
    close(s[0]);
    write(s[1], "who is left?", 12);
    hear(2, s[2], 12);
    fflush(stdout);
    close(s[1]);
    close(s[2]);
    wait(NULL);
    unlink(name.sun_path);
    return 0;
}
