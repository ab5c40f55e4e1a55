// Small POSIX functions: sysconf, uname, times, getrusage, nice, getlogin-free ids, sleep returns, sched_yield.
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
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

int main(void)
{
    struct utsname u;
    struct tms t;
    struct rusage ru;
    struct rlimit lim;
    struct timeval tv;
    printf("uname %s", res(uname(&u)));
    printf(", system %s, machine %s\n", u.sysname, u.machine);
    printf("times %d, children's time 0: %d\n", times(&t) != (clock_t)-1, t.tms_cutime == 0);
    printf("getrusage %s\n", res(getrusage(RUSAGE_SELF, &ru)));
    printf("getrusage of something else %s\n", res(getrusage(7, &ru)));
    printf("gettimeofday %s", res(gettimeofday(&tv, NULL)));
    printf(", microseconds in range %d\n", tv.tv_usec >= 0 && tv.tv_usec < 1000000);
    printf("sched_yield %s\n", res(sched_yield()));
    printf("sleep(0) %u\n", sleep(0));
    printf("usleep(0) %s\n", res(usleep(0)));
    int base = nice(0);
    printf("nice(5) adds 5: %d\n", nice(5) - base);
    printf("page %ld, ticks %ld, open max positive %d\n", sysconf(_SC_PAGESIZE), sysconf(_SC_CLK_TCK), sysconf(_SC_OPEN_MAX) > 0);
    printf("sysconf(9999) %s\n", res(sysconf(9999)));
    printf("getrlimit %s", res(getrlimit(RLIMIT_NOFILE, &lim)));
    printf(", soft not above hard %d\n", lim.rlim_cur <= lim.rlim_max);
    lim.rlim_cur = lim.rlim_max + 1;
    if (lim.rlim_max != RLIM_INFINITY)
        printf("setrlimit, soft above hard: %s\n", res(setrlimit(RLIMIT_NOFILE, &lim)));
    printf("getrlimit of something else %s\n", res(getrlimit((__rlimit_resource_t)99, &lim)));
    printf("isatty of a file %s\n", res(isatty(open("/dev/null", 0)) ? 0 : -1));
    printf("same ids: %d %d\n", getuid() == geteuid(), getgid() == getegid());
    int status = system("exit 3");
    printf("system: %d\n", WEXITSTATUS(status));
    printf("system(NULL): %d\n", system(NULL) != 0);
    status = system("kill -9 $$");
    printf("system of a command that kills itself: signalled %d exit %d\n", WIFSIGNALED(status), WEXITSTATUS(status));
    fflush(stdout);
    system("echo from the shell");
    FILE *f = popen("echo one; echo two", "r");
    char line[20];
    while (fgets(line, sizeof line, f))
        printf("popen: %s", line);
    status = pclose(f);
    printf("pclose %d\n", WEXITSTATUS(status));
    fflush(stdout);
    f = popen("cat; exit 7", "w");
    fprintf(f, "to the command\n");
    status = pclose(f);
    printf("pclose %d\n", WEXITSTATUS(status));
    return 0;
}
