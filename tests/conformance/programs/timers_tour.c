// POSIX timers by signal and by thread, timerfd, signalfd, eventfd, absolute sleep.
#define _GNU_SOURCE
#include <time.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <string.h>
#include <pthread.h>
#include <sys/timerfd.h>
#include <sys/signalfd.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <stdint.h>
#include <errno.h>
static int n;
static void th(union sigval v)
{
    __sync_fetch_and_add((int *) v.sival_ptr, 1);
}

static void h(int s, siginfo_t * i, void *u)
{
    n += 1 + timer_getoverrun(*(timer_t *) i->si_value.sival_ptr);
}

int main()
{
    timer_t t;
    struct sigevent se;
    memset(&se, 0, sizeof se);
    se.sigev_notify = SIGEV_SIGNAL;
    se.sigev_signo = SIGRTMIN;
    se.sigev_value.sival_ptr = &t;
    struct sigaction sa = {.sa_sigaction = h,.sa_flags = SA_SIGINFO };
    sigaction(SIGRTMIN, &sa, 0);
    timer_create(CLOCK_MONOTONIC, &se, &t);
    struct itimerspec it = { { 0, 10000000 }, { 0, 10000000 } }, o;
    timer_settime(t, 0, &it, 0);
    while (n < 5)
        pause();
    timer_gettime(t, &o);
    printf("interval %ld\n", o.it_interval.tv_nsec);
    timer_delete(t);
    printf("n>=5 %d\n", n >= 5);
    int cnt = 0;
    memset(&se, 0, sizeof se);
    se.sigev_notify = SIGEV_THREAD;
    se.sigev_notify_function = th;
    se.sigev_value.sival_ptr = &cnt;
    timer_create(CLOCK_REALTIME, &se, &t);
    it.it_interval.tv_nsec = 0;
    timer_settime(t, 0, &it, NULL);
    struct timespec w = { 0, 50000000 };
    nanosleep(&w, 0);
    printf("thread timer %d\n", cnt);
    timer_delete(t);
    int tf = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    uint64_t x;
    printf("%zd %s\n", read(tf, &x, 8), strerror(errno));
    it.it_value.tv_nsec = 20000000;
    it.it_interval.tv_nsec = 20000000;
    timerfd_settime(tf, 0, &it, 0);
    usleep(90000);
    read(tf, &x, 8);
    printf("expirations %llu\n", (unsigned long long) x);
    sigset_t m;
    sigemptyset(&m);
    sigaddset(&m, SIGUSR1);
    sigaddset(&m, SIGALRM);
    sigprocmask(SIG_BLOCK, &m, 0);
    int sf = signalfd(-1, &m, SFD_CLOEXEC), ef = eventfd(3, EFD_SEMAPHORE);
    alarm(1);
    kill(getpid(), SIGUSR1);
    for (int got = 0; got < 2;) {
        fd_set r;
        FD_ZERO(&r);
        FD_SET(sf, &r);
        struct timeval tv = { 2, 0 };
        if (select(sf + 1, &r, 0, 0, &tv) > 0) {
            struct signalfd_siginfo si;
            read(sf, &si, sizeof si);
            printf("signalfd %u from self %d\n", si.ssi_signo, si.ssi_pid == (unsigned) getpid());
            got++;
        }
    }
    for (int i = 0; i < 3; i++) {
        read(ef, &x, 8);
        printf("%lu ", (unsigned long) x);
    }
    puts("");
    eventfd_write(ef, 10);
    eventfd_t v;
    eventfd_read(ef, &v);
    printf("%lu\n", (unsigned long) v);
    struct timespec a, b;
    clock_gettime(CLOCK_MONOTONIC, &a);
    struct timespec req = a;
    req.tv_nsec += 30000000;
    if (req.tv_nsec >= 1000000000) {
        req.tv_sec++;
        req.tv_nsec -= 1000000000;
    }
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &req, 0);
    clock_gettime(CLOCK_MONOTONIC, &b);
    printf("%d\n", (b.tv_sec - a.tv_sec) * 1000 + (b.tv_nsec - a.tv_nsec) / 1000000 >= 30);
    printf("%u\n", alarm(100));
    printf("%u\n", alarm(0));
    printf("%u\n", sleep(0));
    return 0;
}
