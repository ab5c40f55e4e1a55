// Scheduling of other processes, and how much memory may be locked, without privileges.
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static const char *res(long r)
{
    return r < 0 ? strerror(errno) : "ok";
}

int main(void)
{
    struct sched_param param = {0};
    struct rlimit limit = {4096, 4096};
    struct timespec turn = {-1, -1};
    cpu_set_t one;
    char *m;
    if (geteuid() == 0 && setuid(12345) != 0)
        return 1;
    printf("turn: %s", res(sched_rr_get_interval(0, &turn)));
    printf(", %s\n", turn.tv_sec == 0 && turn.tv_nsec >= 0 ? "less than a second" : "?");
    printf("turn of nobody: %s\n", res(sched_rr_get_interval(99999999, &turn)));
    printf("turn of a negative number: %s\n", res(sched_rr_get_interval(-1, &turn)));
    printf("turn into nothing: %s\n", res(sched_rr_get_interval(0, NULL)));
    printf("init's class: %s\n", res(sched_getscheduler(1)));
    printf("init's priority: %s %d\n", res(sched_getparam(1, &param)), param.sched_priority);
    printf("setting init's: %s\n", res(sched_setparam(1, &param)));
    printf("setting init's class: %s\n", res(sched_setscheduler(1, SCHED_OTHER, &param)));
    printf("setting one's own: %s\n", res(sched_setscheduler(0, SCHED_OTHER, &param)));
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    printf("setting init's processors: %s\n", res(sched_setaffinity(1, sizeof one, &one)));
    m = mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    setrlimit(RLIMIT_MEMLOCK, &limit);
    printf("locking two pages of one: %s\n", res(mlock(m, 8192)));
    printf("locking two halves: %s\n", res(mlock(m + 4000, 200)));
    printf("locking one: %s\n", res(mlock(m, 4096)));
    printf("locking all: %s\n", res(mlockall(MCL_CURRENT)));
    printf("unlocking: %s\n", res(munlock(m, 16384)));
    limit.rlim_cur = 0;
    setrlimit(RLIMIT_MEMLOCK, &limit);
    printf("locking with a limit of nothing: %s\n", res(mlock(m, 4096)));
    printf("unlocking: %s\n", res(munlockall()));
    return 0;
}
