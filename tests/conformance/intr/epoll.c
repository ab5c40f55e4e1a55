// epoll_wait is never restarted: INTR-23; and what epoll reports.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
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

int main(void)
{
    int p[2], e = epoll_create1(0);
    char c;
    struct epoll_event ev = {.events = EPOLLIN, .data.u32 = 42}, got[4];
    pipe(p);
    printf("epoll: add %s", res(epoll_ctl(e, EPOLL_CTL_ADD, p[0], &ev)));
    printf(", again %s", res(epoll_ctl(e, EPOLL_CTL_ADD, p[0], &ev)));
    printf(", itself %s", res(epoll_ctl(e, EPOLL_CTL_ADD, e, &ev)));
    printf(", modify another %s\n", res(epoll_ctl(e, EPOLL_CTL_MOD, p[1], &ev)));
    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        sigaction(SIGALRM, &sa, NULL);
        ran = 0;
        ualarm(60000, 0);
        const char *r = res(epoll_wait(e, got, 4, 5000));
        printf("INTR-23 epoll_wait, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
    }
    printf("epoll: nothing ready %s\n", res(epoll_wait(e, got, 4, 0)));
    write(p[1], "ab", 2);
    printf("epoll: level triggered %s", res(epoll_wait(e, got, 4, -1)));
    printf(" data %u IN %d", got[0].data.u32, !!(got[0].events & EPOLLIN));
    printf(", again %s\n", res(epoll_wait(e, got, 4, 0)));
    ev.events = EPOLLIN | EPOLLET;
    epoll_ctl(e, EPOLL_CTL_MOD, p[0], &ev);
    printf("epoll: edge triggered %s", res(epoll_wait(e, got, 4, 0)));
    printf(", again %s", res(epoll_wait(e, got, 4, 0)));
    write(p[1], "c", 1);
    printf(", after a write %s\n", res(epoll_wait(e, got, 4, 0)));
    ev.events = EPOLLIN | EPOLLONESHOT;
    epoll_ctl(e, EPOLL_CTL_MOD, p[0], &ev);
    printf("epoll: one shot %s", res(epoll_wait(e, got, 4, 0)));
    write(p[1], "d", 1);
    printf(", again %s\n", res(epoll_wait(e, got, 4, 0)));
    while (read(p[0], &c, 1) == 1 && c != 'd')
        ;
    close(p[1]);
    ev.events = EPOLLIN;
    epoll_ctl(e, EPOLL_CTL_MOD, p[0], &ev);
    printf("epoll: hang-up %s", res(epoll_wait(e, got, 4, 0)));
    printf(" HUP %d IN %d\n", !!(got[0].events & EPOLLHUP), !!(got[0].events & EPOLLIN));
    printf("epoll: delete %s", res(epoll_ctl(e, EPOLL_CTL_DEL, p[0], NULL)));
    printf(", again %s", res(epoll_ctl(e, EPOLL_CTL_DEL, p[0], NULL)));
    printf(", maxevents 0 %s", res(epoll_wait(e, got, 0, 0)));
    printf(", bad descriptor %s\n", res(epoll_wait(p[0], got, 1, 0)));
    return 0;
}
