// eventfd(2): the counter, its limits, semaphore mode, errors, readiness.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* Says what a call gave: its value, or -1 and why. */
static void say(const char *what, long r)
{
    if (r == -1)
        printf("%s: -1 %s\n", what, strerror(errno));
    else
        printf("%s: %ld\n", what, r);
}

static int ready(int fd)
{
    struct pollfd p = {fd, POLLIN | POLLOUT | POLLPRI | POLLRDNORM | POLLWRNORM | POLLRDHUP, 0};
    poll(&p, 1, 0);
    return p.revents;
}

int main(void)
{
    uint64_t v = 0, two[2] = {0, 0};
    struct stat st;
    int n = 0;

    say("unknown flag", eventfd(0, 0x1000));
    int e = eventfd(3, EFD_NONBLOCK | EFD_CLOEXEC);
    fstat(e, &st);
    printf("mode %o, flags %#x, close on exec %d\n", st.st_mode, fcntl(e, F_GETFL) & (O_ACCMODE | O_NONBLOCK),
           fcntl(e, F_GETFD));
    printf("3: revents %#x\n", ready(e));
    say("read of 4 bytes", read(e, &v, 4));
    say("read of 16 bytes", read(e, two, 16));
    printf("value %lu, revents %#x\n", (unsigned long)two[0], ready(e));
    say("read of zero", read(e, &v, 8));
    v = 0;
    say("write 0", write(e, &v, 8));
    printf("revents %#x\n", ready(e));
    v = UINT64_MAX;
    say("write 2^64 - 1", write(e, &v, 8));
    v = UINT64_MAX - 1;
    say("write 2^64 - 2", write(e, &v, 8));
    printf("revents %#x\n", ready(e));
    v = 1;
    say("write 1 more", write(e, &v, 8));
    v = 0;
    say("write 0 more", write(e, &v, 8));
    say("write of 7 bytes", write(e, &v, 7));
    say("read", read(e, &v, 8));
    printf("value is 2^64 - 2: %d\n", v == UINT64_MAX - 1);
    v = 5;
    write(e, &v, 8);
    v = 6;
    write(e, &v, 8);
    say("eventfd_read", eventfd_read(e, &v));
    printf("5 and 6 make %lu\n", (unsigned long)v);
    say("eventfd_write", eventfd_write(e, 9));
    say("read to a bad address", read(e, (void *)8, 8));
    say("the value is lost", read(e, &v, 8));
    say("write from a bad address", write(e, (void *)8, 8));

    say("pread", pread(e, &v, 8, 0));
    say("pwrite", pwrite(e, &v, 8, 0));
    say("lseek", lseek(e, 5, SEEK_SET));
    say("lseek, bad whence", lseek(e, 5, 77));
    say("fsync", fsync(e));
    say("ftruncate", ftruncate(e, 0));
    say("FIONREAD", ioctl(e, FIONREAD, &n));
    v = 77;
    struct iovec w = {&v, 8}, r[2] = {{two, 3}, {(char *)two + 3, 5}};
    say("writev", writev(e, &w, 1));
    say("readv in two pieces", readv(e, r, 2));
    printf("value %lu\n", (unsigned long)two[0]);

    int s = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK);
    for (int i = 0; i < 3; i++) {
        v = 99;
        ssize_t got = read(s, &v, 8);
        printf("semaphore of 2, read %d: ", i + 1);
        say("returns", got);
        printf("value %lu, revents %#x\n", (unsigned long)v, ready(s));
    }
    return 0;
}
