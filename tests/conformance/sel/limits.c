// select and pselect: addresses, the table's size, words, what is written when: SEL-02 to SEL-08.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static void say(const char *what, long r)
{
    if (r == -1)
        printf("%s: -1 %s\n", what, strerror(errno));
    else
        printf("%s: %ld\n", what, r);
}

static void handler(int sig)
{
}

int main(void)
{
    int p[2], q[2];
    fd_set r, w, x;
    struct timeval tv;
    pipe(p);
    pipe(q);
    write(q[1], "x", 1);

    FD_ZERO(&r);
    FD_SET(p[0], &r);
    FD_SET(q[0], &r);
    FD_ZERO(&w);
    FD_SET(p[1], &w);
    FD_SET(q[1], &w);
    x = r;
    tv = (struct timeval){2, 0};
    say("SEL-03 three of six bits", select(10, &r, &w, &x, &tv));
    printf("%d %d, %d %d, %d %d\n", FD_ISSET(p[0], &r), FD_ISSET(q[0], &r), FD_ISSET(p[1], &w), FD_ISSET(q[1], &w),
           FD_ISSET(p[0], &x), FD_ISSET(q[0], &x));
    printf("SEL-03b nearly 2 s left %d\n", tv.tv_sec == 2 || tv.tv_sec == 1 && tv.tv_usec > 500000);

    /* One descriptor in two sets counts twice. */
    FD_ZERO(&r);
    FD_SET(q[0], &r);
    w = r;
    say("a reading end asked for both", select(10, &r, &w, NULL, NULL));

    /* Bits beyond nfds are not looked at, and whole words are written. */
    memset(&r, 0, sizeof r);
    FD_SET(q[0], &r);
    FD_SET(50, &r);
    FD_SET(500, &r);
    say("SEL-08 bits beyond nfds", select(q[0] + 1, &r, NULL, NULL, NULL));
    printf("bit 50 %d, bit 500 %d\n", FD_ISSET(50, &r), FD_ISSET(500, &r));
    FD_ZERO(&r);
    FD_SET(q[0], &r);
    FD_SET(50, &r);
    say("SEL-05 a closed one in the table", select(51, &r, NULL, NULL, NULL));
    printf("untouched: %d\n", FD_ISSET(50, &r));
    FD_ZERO(&r);
    FD_SET(q[0], &r);
    FD_SET(900, &r);
    say("a closed one beyond the table's size", select(1000, &r, NULL, NULL, NULL));

    tv = (struct timeval){0, -1};
    say("SEL-07 tv_usec -1", select(0, NULL, NULL, NULL, &tv));
    tv = (struct timeval){0, 20000};
    say("SEL-01 nothing for 20 ms", select(0, NULL, NULL, NULL, &tv));
    printf("SEL-02 left %ld.%06ld\n", (long)tv.tv_sec, (long)tv.tv_usec);
    tv = (struct timeval){0, 1500000};
    FD_ZERO(&r);
    FD_SET(q[0], &r);
    say("1500000 us", select(10, &r, NULL, NULL, &tv));
    printf("a second and more left %d\n", tv.tv_sec == 1);
    say("bad set", select(10, (void *)8, NULL, NULL, NULL));
    say("bad set, no descriptors", select(0, (void *)8, NULL, NULL, &tv));
    say("bad timeout", syscall(SYS_select, 0, NULL, NULL, NULL, 8));

    signal(SIGALRM, handler);
    struct itimerval it = {{0, 0}, {0, 30000}};
    setitimer(ITIMER_REAL, &it, NULL);
    tv = (struct timeval){3, 0};
    FD_ZERO(&r);
    FD_SET(p[0], &r);
    say("interrupted", select(10, &r, NULL, NULL, &tv));
    printf("under 3 s left %d, the set is untouched %d\n", tv.tv_sec == 2, FD_ISSET(p[0], &r));
    struct timespec t = {0, 1000000};
    struct { const sigset_t *mask; size_t size; } arg = {NULL, 4}, bad = {(void *)8, 8};
    sigset_t m;
    sigemptyset(&m);
    say("pselect6, no mask of whatever size", syscall(SYS_pselect6, 0, NULL, NULL, NULL, &t, &arg));
    arg.mask = &m;
    say("pselect6, a mask of 4 bytes", syscall(SYS_pselect6, 0, NULL, NULL, NULL, &t, &arg));
    say("pselect6, a mask at a bad address", syscall(SYS_pselect6, 0, NULL, NULL, NULL, &t, &bad));
    say("pselect6, a bad sixth argument", syscall(SYS_pselect6, 0, NULL, NULL, NULL, &t, 8));
    return 0;
}
