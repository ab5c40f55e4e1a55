// Sending and receiving: MQ-10 to MQ-25, MQ-38.
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
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

static mqd_t q;
static char buf[100];

static void get(const char *what)
{
    unsigned prio = 99;
    long n = mq_receive(q, buf, sizeof buf, &prio);
    const char *r = res(n);
    printf("%s: %s", what, r);
    if (n >= 0)
        printf(" %.*s, priority %u", (int)n, buf, prio);
    printf("\n");
}

static void polled(const char *what)
{
    struct pollfd p = {(int)q, POLLIN | POLLOUT, 0};
    poll(&p, 1, 0);
    printf("%s: IN %d OUT %d\n", what, !!(p.revents & POLLIN), !!(p.revents & POLLOUT));
}

int main(void)
{
    char name[40];
    struct mq_attr a = {.mq_maxmsg = 4, .mq_msgsize = 20}, now;
    struct timespec past = {1, 0}, bad = {1, 1000000000};
    sprintf(name, "/forklore-%d", (int)getpid());
    q = mq_open(name, O_CREAT | O_RDWR | O_NONBLOCK, 0600, &a);
    mqd_t ro = mq_open(name, O_RDONLY), wo = mq_open(name, O_WRONLY);
    mq_unlink(name);
    polled("MQ-38 empty");
    mq_send(q, "low", 3, 1);
    mq_send(q, "high", 4, 30);
    mq_send(q, "low2", 4, 1);
    mq_send(q, "high2", 5, 30);
    polled("MQ-38 full");
    mq_getattr(q, &now);
    printf("MQ-20 curmsgs %ld\n", now.mq_curmsgs);
    printf("MQ-19 full, O_NONBLOCK: %s\n", res(mq_send(q, "x", 1, 0)));
    printf("MQ-21 mq_timedsend, full, time long past: %s\n", res(mq_timedsend(wo, "x", 1, 0, &past)));
    printf("MQ-22 mq_timedsend, full, bad time: %s\n", res(mq_timedsend(wo, "x", 1, 0, &bad)));
    get("MQ-10 receive");
    get("MQ-11 receive");
    polled("MQ-38 half");
    printf("MQ-12 into 19 bytes: %s\n", res(mq_receive(q, buf, 19, NULL)));
    get("MQ-11 receive");
    get("MQ-11 receive");
    printf("MQ-13 21 bytes: %s", res(mq_send(q, "123456789012345678901", 21, 0)));
    printf(", 20 bytes: %s\n", res(mq_send(q, "12345678901234567890", 20, 0)));
    get("MQ-13 receive");
    printf("MQ-14 empty message: %s\n", res(mq_send(q, "", 0, 5)));
    get("MQ-14 receive");
    printf("MQ-15 priority 32768: %s", res(mq_send(q, "x", 1, 32768)));
    printf(", 32767: %s\n", res(mq_send(q, "x", 1, 32767)));
    get("MQ-15 receive");
    get("MQ-16 empty, O_NONBLOCK");
    printf("MQ-17 send on a read-only descriptor: %s\n", res(mq_send(ro, "x", 1, 0)));
    printf("MQ-18 receive on a write-only one: %s\n", res(mq_receive(wo, buf, sizeof buf, NULL)));
    printf("MQ-23 mq_timedreceive, empty, time long past: %s\n", res(mq_timedreceive(ro, buf, sizeof buf, NULL, &past)));
    printf("MQ-23 mq_timedreceive, O_NONBLOCK: %s\n", res(mq_timedreceive(q, buf, sizeof buf, NULL, &past)));
    mq_send(q, "there", 5, 0);
    printf("MQ-24 mq_timedreceive, a message there, bad time: %s\n", res(mq_timedreceive(ro, buf, sizeof buf, NULL, &bad)));
    printf("MQ-24 time long past: %s\n", res(mq_timedreceive(ro, buf, sizeof buf, NULL, &past)));
    struct timespec soon;
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_nsec += 60000000;
    if (soon.tv_nsec >= 1000000000)
        soon.tv_sec++, soon.tv_nsec -= 1000000000;
    printf("MQ-23 in 60 ms: %s\n", res(mq_timedreceive(ro, buf, sizeof buf, NULL, &soon)));
    struct mq_attr set = {.mq_flags = 0, .mq_maxmsg = 99, .mq_msgsize = 99}, old;
    printf("MQ-25 mq_setattr: %s", res(mq_setattr(q, &set, &old)));
    mq_getattr(q, &now);
    printf(", O_NONBLOCK before %d, after %d, maxmsg %ld, msgsize %ld\n", !!(old.mq_flags & O_NONBLOCK),
           !!(now.mq_flags & O_NONBLOCK), now.mq_maxmsg, now.mq_msgsize);
    set.mq_flags = O_NONBLOCK;
    mq_setattr(ro, &set, NULL);
    mq_getattr(q, &now);
    printf("MQ-25 another open description is unchanged: %d\n", !(now.mq_flags & O_NONBLOCK));
    set.mq_flags = O_APPEND;
    printf("MQ-25 another flag: %s\n", res(mq_setattr(q, &set, NULL)));
    return 0;
}
