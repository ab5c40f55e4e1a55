// POSIX message queues beyond the facts: restarts, registrations and closing, limits, the queue as a file.
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int got;

static void on(int sig)
{
    got = sig;
}

static const char *res(long r)
{
    return r < 0 ? strerror(errno) : "ok";
}

int main(void)
{
    char name[40], other[40], buf[8192];
    struct mq_attr attr = {0, 2, 16}, now;
    struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    struct stat st;
    unsigned prio;
    setvbuf(stdout, NULL, _IONBF, 0);
    snprintf(name, sizeof name, "/more-%d", getpid());
    snprintf(other, sizeof other, "/other-%d", getpid());
    signal(SIGUSR1, on);
    mqd_t q = mq_open(name, O_RDWR | O_CREAT, 0640, &attr), r = mq_open(name, O_RDONLY | O_NONBLOCK);
    printf("two descriptors: %d\n", q >= 0 && r >= 0);
    mq_getattr(r, &now);
    printf("flags of the second %d\n", now.mq_flags == O_NONBLOCK);
    now.mq_flags = 1;
    printf("mq_setattr, bad flags: %s\n", res(mq_setattr(r, &now, NULL)));
    fstat(q, &st);
    printf("regular %d, mode %o, size %d\n", S_ISREG(st.st_mode), st.st_mode & 0777, (int)st.st_size);
    printf("lseek: %s, write: %s\n", res(lseek(q, 0, SEEK_SET)), res(write(q, "x", 1)));
    printf("mq_notify: %s, ", res(mq_notify(q, &e)));
    close(r);
    printf("after closing the other descriptor again: %s\n", res(mq_notify(q, &e)));
    if (fork() == 0) {
        printf("the child's: %s, its cancel: %s\n", res(mq_notify(q, &e)), res(mq_notify(q, NULL)));
        mq_close(q);
        _exit(0);
    }
    wait(NULL);
    mq_send(q, "a", 1, 3);
    printf("told: %d\n", got == SIGUSR1);
    e.sigev_notify = 77;
    printf("bad notify: %s\n", res(mq_notify(q, &e)));
    printf("a file that is no queue: %s, %s\n", res(mq_receive(0, buf, 16, NULL)), res(mq_notify(1, NULL)));
    printf("bad pointers: %s, ", res(mq_send(q, (char *)8, 1, 0)));
    printf("%s, ", res(mq_receive(q, (char *)8, 16, &prio)));
    mq_getattr(q, &now);
    printf("and the message is lost: %ld\n", now.mq_curmsgs);
    attr.mq_maxmsg = 0x7fffffff;
    printf("too many: %s\n", res(mq_open(other, O_RDWR | O_CREAT, 0600, &attr)));
    attr.mq_maxmsg = 2;
    attr.mq_msgsize = -5;
    printf("negative size: %s\n", res(mq_open(other, O_RDWR | O_CREAT, 0600, &attr)));
    printf("a long name: %s\n", res(mq_open("/"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        O_RDWR)));
    if (fork() == 0) {
        for (int i = 0; i < 3; i++) {
            sprintf(buf, "message %d", i);
            mq_send(q, buf, 10, i);
        }
        _exit(0);
    }
    usleep(80000);
    for (int i = 0; i < 3; i++) {
        usleep(40000);
        mq_receive(q, buf, 16, &prio);
        printf("%s of priority %u\n", buf, prio);
    }
    wait(NULL);
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_nsec += 50000000;
    if (at.tv_nsec >= 1000000000)
        at.tv_sec++, at.tv_nsec -= 1000000000;
    printf("waits for 50 ms: %s\n", res(mq_timedreceive(q, buf, 16, &prio, &at)));
    printf("prio too high: %s\n", res(mq_send(q, "x", 1, 32768)));
    printf("highest prio: %s\n", res(mq_send(q, "x", 1, 32767)));
    printf("mq_unlink: %s, again %s\n", res(mq_unlink(name)), res(mq_unlink(name)));
    printf("still there: %s\n", res(mq_receive(q, buf, 16, &prio)));
    printf("mq_close: %s, again %s\n", res(mq_close(q)), res(mq_close(q)));
    return 0;
}
