// The self-pipe trick: handlers write into a pipe, the main loop reads events in order.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int self[2];

static void handler(int sig)
{
    int saved = errno;
    unsigned char c = sig;
    write(self[1], &c, 1);
    errno = saved;
}

int main(void)
{
    struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_RESTART};
    static const int watch[] = {SIGINT, SIGTERM, SIGUSR1, SIGALRM, SIGCHLD};
    unsigned char c;
    int children = 0;

    pipe(self);
    fcntl(self[0], F_SETFL, O_NONBLOCK);
    fcntl(self[1], F_SETFL, O_NONBLOCK);
    for (int i = 0; i < 5; i++)
        sigaction(watch[i], &sa, NULL);
    pid_t me = getpid();
    if (fork() == 0) {
        static const int plan[] = {SIGUSR1, SIGINT, SIGUSR1, SIGTERM};
        for (int i = 0; i < 4; i++) {
            usleep(50000);
            kill(me, plan[i]);
        }
        usleep(50000);
        _exit(0);
    }
    children++;
    int seen_term = 0;
    while (children > 0 || !seen_term) {
        ssize_t n = read(self[0], &c, 1);
        if (n == -1 && errno == EAGAIN) {
            usleep(5000);
            continue;
        }
        printf("event: %s\n", strsignal(c));
        if (c == SIGTERM)
            seen_term = 1;
        if (c == SIGCHLD)
            while (waitpid(-1, NULL, WNOHANG) > 0)
                children--;
    }
    printf("leaving\n");
    return 0;
}
