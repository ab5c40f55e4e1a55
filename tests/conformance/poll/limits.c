// poll and ppoll: addresses, limits, timeouts, what is written when: POLL-21 to POLL-25.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
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

static void alarm_ms(int ms)
{
    struct itimerval it = {{0, 0}, {0, ms * 1000}};
    setitimer(ITIMER_REAL, &it, NULL);
}

static long elapsed_ms(struct timespec since)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - since.tv_sec) * 1000 + (now.tv_nsec - since.tv_nsec) / 1000000;
}

int main(void)
{
    static struct pollfd many[2000];
    struct rlimit rl = {64, 4096};
    struct timespec t, start;
    int p[2];
    pipe(p);
    struct pollfd *two = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct pollfd *edge = (struct pollfd *)((char *)two + 4096) - 1;
    munmap((char *)two + 4096, 4096);
    *edge = (struct pollfd){p[1], POLLOUT, 0};
    say("POLL-21 the last entry of a page", poll(edge, 1, 0));
    say("POLL-21 one beyond it", poll(edge, 2, 0));
    say("POLL-21 no entries, bad address", poll((void *)8, 0, 0));
    mprotect(two, 4096, PROT_READ);
    say("POLL-21 memory that can't be written", poll(edge, 1, 0));
    mprotect(two, 4096, PROT_READ | PROT_WRITE);

    setrlimit(RLIMIT_NOFILE, &rl);
    for (int i = 0; i < 2000; i++)
        many[i] = (struct pollfd){-1, POLLIN, 7};
    say("POLL-22 as many as RLIMIT_NOFILE", poll(many, 64, 0));
    say("POLL-22 one more", poll(many, 65, 0));
    printf("revents %d, beyond %d\n", many[63].revents, many[64].revents);

    clock_gettime(CLOCK_MONOTONIC, &start);
    say("POLL-23 nothing for 50 ms", poll(NULL, 0, 50));
    printf("at least 50 ms %d\n", elapsed_ms(start) >= 50);
    many[0] = (struct pollfd){p[0], POLLIN, 7};
    many[1] = (struct pollfd){p[1], POLLOUT, 7};
    many[2] = (struct pollfd){77, POLLIN, 7};
    many[3] = (struct pollfd){-1, POLLIN, 7};
    say("POLL-24 two of four", poll(many, 4, 1000));
    printf("revents %d %d %d %d\n", many[0].revents, many[1].revents, many[2].revents, many[3].revents);

    signal(SIGALRM, handler);
    alarm_ms(30);
    many[0].revents = 7;
    say("POLL-25 interrupted", poll(many, 1, 1000));
    printf("revents %d\n", many[0].revents);

    t = (struct timespec){5, 0};
    alarm_ms(30);
    say("ppoll, interrupted", ppoll(many, 1, &t, NULL));
    printf("the library's copy is changed, not ours: %ld\n", (long)t.tv_sec);
    t = (struct timespec){5, 0};
    alarm_ms(30);
    say("the call itself, interrupted", syscall(SYS_ppoll, many, 1, &t, NULL, 8));
    printf("under 5 s left %d\n", t.tv_sec == 4);
    t = (struct timespec){5, 0};
    say("the call itself, ready", syscall(SYS_ppoll, many + 1, 1, &t, NULL, 8));
    printf("nearly 5 s left %d\n", t.tv_sec == 4 || t.tv_sec == 5);
    t = (struct timespec){0, 20000000};
    say("the call itself, timeout", syscall(SYS_ppoll, many, 1, &t, NULL, 8));
    printf("left %ld.%ld\n", (long)t.tv_sec, t.tv_nsec);
    t.tv_nsec = 1000000000;
    say("tv_nsec 1000000000", ppoll(many, 1, &t, NULL));
    t.tv_nsec = 0;
    t.tv_sec = -1;
    say("tv_sec -1", ppoll(many, 1, &t, NULL));
    t.tv_sec = 0;
    sigset_t m;
    sigemptyset(&m);
    say("a mask of the wrong size", syscall(SYS_ppoll, many, 1, &t, &m, 4));
    say("a mask at a bad address", syscall(SYS_ppoll, many, 1, &t, 8, 8));
    return 0;
}
