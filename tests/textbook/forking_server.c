#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
static void reap(int s) { int e = errno; while (waitpid(-1, NULL, WNOHANG) > 0) ; errno = e; }
int main(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "/tmp/s4"};
    struct sigaction sa = {.sa_handler = reap};
    sigaction(SIGCHLD, &sa, NULL);
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    unlink(a.sun_path);
    bind(s, (struct sockaddr *)&a, sizeof a);
    listen(s, 5);
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            int c = socket(AF_UNIX, SOCK_STREAM, 0);
            char b[8];
            usleep(2000 * i);
            connect(c, (struct sockaddr *)&a, sizeof a);
            int n = read(c, b, sizeof b);
            printf("%.*s\n", n, b);
            exit(0);
        }
    for (int served = 0; served < 3;) {
        int c = accept(s, NULL, NULL);
        if (c < 0) {
            if (errno == EINTR)
                continue;
            perror("accept");
            exit(1);
        }
        if (fork() == 0) {
            write(c, "hi", 2);
            exit(0);
        }
        close(c);
        served++;
    }
    while (wait(NULL) > 0 || errno == EINTR)
        ;
    unlink(a.sun_path);
    return 0;
}
