// A server on a well-known FIFO, and the errors of FIFOs.
#include <sys/types.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#define SERVER "srv.fifo"
struct msg {
    int pid;
    char text[64];
};
int main(void)
{
    char cl[32];
    struct msg m;
    int sfd, dummy, i;
    if (mkfifo(SERVER, 0622) < 0 && errno != EEXIST) {
        perror("mkfifo");
        return 1;
    }
    for (i = 0; i < 2; i++)
        if (!fork()) {
            sprintf(cl, "cl.%d", getpid());
            mkfifo(cl, 0600);
            int fd = open(SERVER, O_WRONLY);
            m.pid = getpid();
            sprintf(m.text, "request %d", 7);
            write(fd, &m, sizeof m);
            int r = open(cl, O_RDONLY);
            ssize_t n = read(r, m.text, 64);
            printf("reply %.*s\n", (int)n, m.text);
            unlink(cl);
            exit(0);
        }
    sfd = open(SERVER, O_RDONLY);
    dummy = open(SERVER, O_WRONLY);
    (void)dummy;
    for (i = 0; i < 2; i++) {
        if (read(sfd, &m, sizeof m) != sizeof m)
            return 2;
        sprintf(cl, "cl.%d", m.pid);
        int w = open(cl, O_WRONLY);
        for (char *p = m.text; *p; p++)
            if (*p >= 'a' && *p <= 'z')
                *p -= 32;
        write(w, m.text, strlen(m.text));
        close(w);
    }
    while (waitpid(-1, 0, 0) > 0)
        ;
    unlink(SERVER);
    int fd = open(SERVER, O_WRONLY | O_NONBLOCK);
    printf("%d %s\n", fd, strerror(errno));
    mkfifo(SERVER, 0600);
    fd = open(SERVER, O_WRONLY | O_NONBLOCK);
    printf("%d %s\n", fd, strerror(errno));
    signal(SIGPIPE, SIG_IGN);
    int r = open(SERVER, O_RDONLY | O_NONBLOCK);
    fd = open(SERVER, O_WRONLY);
    close(r);
    printf("%zd %s PIPE_BUF %d\n", write(fd, "x", 1), strerror(errno), PIPE_BUF);
    return 0;
}
