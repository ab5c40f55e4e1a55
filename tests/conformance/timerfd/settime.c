// timerfd_create(2), timerfd_settime(2), timerfd_gettime(2): arguments and errors.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static void say(const char *what, long r)
{
    if (r == -1)
        printf("%s: -1 %s\n", what, strerror(errno));
    else
        printf("%s: %ld\n", what, r);
}

static void made(const char *what, int fd)
{
    printf("%s: %s\n", what, fd < 0 ? strerror(errno) : "made");
    if (fd >= 0)
        close(fd);
}

int main(void)
{
    uint64_t v;
    struct stat st;
    struct itimerspec old, it = {{0, 0}, {0, 0}};
    made("clock 99", timerfd_create(99, 0));
    made("CLOCK_PROCESS_CPUTIME_ID", timerfd_create(CLOCK_PROCESS_CPUTIME_ID, 0));
    made("CLOCK_TAI", timerfd_create(CLOCK_TAI, 0));
    made("CLOCK_MONOTONIC_RAW", timerfd_create(CLOCK_MONOTONIC_RAW, 0));
    made("CLOCK_BOOTTIME", timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC));
    made("CLOCK_REALTIME", timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK));
    made("unknown flag", timerfd_create(CLOCK_MONOTONIC, 1));

    int t = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK), e = eventfd(0, 0);
    fstat(t, &st);
    printf("mode %o, flags %#x\n", st.st_mode, fcntl(t, F_GETFL) & (O_ACCMODE | O_NONBLOCK));
    say("read, not set", read(t, &v, 8));
    say("a short read", read(t, &v, 7));
    say("write", write(t, &v, 8));
    say("lseek", lseek(t, 3, SEEK_SET));
    say("pread", pread(t, &v, 8, 0));

    it.it_value.tv_sec = 100;
    say("unknown flag", timerfd_settime(t, 8, &it, NULL));
    say("another kind of descriptor", timerfd_settime(e, 0, &it, NULL));
    say("closed descriptor", timerfd_settime(77, 0, &it, NULL));
    say("bad address", timerfd_settime(t, 0, (void *)8, NULL));
    it.it_value.tv_nsec = 1000000000;
    say("tv_nsec 1000000000", timerfd_settime(t, 0, &it, NULL));
    it.it_value.tv_nsec = -1;
    say("tv_nsec -1", timerfd_settime(t, 0, &it, NULL));
    it.it_value.tv_nsec = 0;
    it.it_value.tv_sec = -1;
    say("tv_sec -1", timerfd_settime(t, 0, &it, NULL));
    it.it_value.tv_sec = 100;
    it.it_interval.tv_nsec = 1000000000;
    say("interval's tv_nsec 1000000000", timerfd_settime(t, 0, &it, NULL));
    it.it_interval.tv_nsec = 5;
    it.it_interval.tv_sec = 7;
    say("set", timerfd_settime(t, 0, &it, &old));
    printf("before: %ld.%09ld every %ld.%09ld\n", (long)old.it_value.tv_sec, old.it_value.tv_nsec,
           (long)old.it_interval.tv_sec, old.it_interval.tv_nsec);
    say("gettime", timerfd_gettime(t, &old));
    printf("between 99 and 100 s: %d, every %ld.%09ld\n", old.it_value.tv_sec == 99, (long)old.it_interval.tv_sec,
           old.it_interval.tv_nsec);
    say("gettime of another kind", timerfd_gettime(e, &old));
    say("gettime to a bad address", timerfd_gettime(t, (void *)8));
    memset(&it, 0, sizeof it);
    it.it_interval.tv_sec = 3;
    say("disarm", timerfd_settime(t, 0, &it, &old));
    printf("it had been set: %d\n", old.it_value.tv_sec == 99);
    timerfd_gettime(t, &old);
    printf("now: %ld.%09ld every %ld\n", (long)old.it_value.tv_sec, old.it_value.tv_nsec, (long)old.it_interval.tv_sec);
    it.it_value.tv_sec = 1;
    say("cancel on set, monotonic", timerfd_settime(t, TFD_TIMER_CANCEL_ON_SET, &it, NULL));
    return 0;
}
