/* select and epoll on several descriptors, a lost signal before pause, and a stopped child. */
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

static void on_usr1(int sig) { (void)sig; }

int main(void)
{
    int a[2], b[2];
    pipe(a);
    pipe(b);
    if (fork() == 0) {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(a[0], &set);
        FD_SET(b[0], &set);
        close(a[1]);
        select(b[0] + 1, &set, 0, 0, 0);
        return 0;
    }
    if (fork() == 0) {
        struct epoll_event e = {.events = EPOLLIN};
        int ep = epoll_create1(0);
        epoll_ctl(ep, EPOLL_CTL_ADD, b[0], &e);
        epoll_wait(ep, &e, 1, -1);
        return 0;
    }
    if (fork() == 0) {
        signal(SIGUSR1, on_usr1);
        kill(getpid(), SIGUSR1);
        pause();
        return 0;
    }
    if (fork() == 0) {
        raise(SIGSTOP);
        return 0;
    }
    while (wait(NULL) > 0)
        ;
}
