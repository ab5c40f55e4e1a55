// POSIX message queues, names and attributes: MQ-01 to MQ-09, MQ-34 to MQ-37.
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
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
    char name[40], bad[40];
    struct mq_attr a, b = {.mq_maxmsg = 3, .mq_msgsize = 50};
    sprintf(name, "/forklore-%d", (int)getpid());
    printf("MQ-01 a name without slash: %s\n", res(mq_open("noslash", O_CREAT | O_RDWR, 0600, NULL)));
    sprintf(bad, "/a/b-%d", (int)getpid());
    printf("MQ-02 two slashes: %s\n", res(mq_open(bad, O_CREAT | O_RDWR, 0600, NULL)));
    printf("MQ-03 missing: %s\n", res(mq_open(name, O_RDWR)));
    printf("MQ-03b only a slash: %s\n", res(mq_open("/", O_CREAT | O_RDWR, 0600, NULL)));
    int next = dup(0);
    close(next);
    mqd_t q = mq_open(name, O_CREAT | O_RDWR, 0600, NULL);
    printf("MQ-04 it is the lowest descriptor: %d, FD_CLOEXEC %d\n", (int)q == next, fcntl((int)q, F_GETFD));
    printf("MQ-05 O_EXCL: %s\n", res(mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, NULL)));
    printf("MQ-06 mq_getattr: %s", res(mq_getattr(q, &a)));
    printf(", flags %ld, curmsgs %ld\n", a.mq_flags, a.mq_curmsgs);
    printf("MQ-07 defaults: maxmsg %ld, msgsize %ld\n", a.mq_maxmsg, a.mq_msgsize);
    printf("MQ-35 mq_close: %s", res(mq_close(q)));
    printf(", again: %s", res(mq_close(q)));
    printf(", mq_getattr: %s\n", res(mq_getattr(q, &a)));
    printf("MQ-37 mq_unlink: %s", res(mq_unlink(name)));
    printf(", again: %s\n", res(mq_unlink(name)));
    b.mq_maxmsg = 0;
    printf("MQ-08 maxmsg 0: %s\n", res(mq_open(name, O_CREAT | O_RDWR, 0600, &b)));
    b.mq_maxmsg = -1;
    printf("MQ-08 maxmsg -1: %s\n", res(mq_open(name, O_CREAT | O_RDWR, 0600, &b)));
    b.mq_maxmsg = 3;
    b.mq_msgsize = 0;
    printf("MQ-08 msgsize 0: %s\n", res(mq_open(name, O_CREAT | O_RDWR, 0600, &b)));
    b.mq_msgsize = 50;
    q = mq_open(name, O_CREAT | O_RDWR, 0600, &b);
    mq_getattr(q, &a);
    printf("MQ-06 asked for 3 messages of 50: maxmsg %ld, msgsize %ld\n", a.mq_maxmsg, a.mq_msgsize);
    mqd_t r = mq_open(name, O_RDONLY);
    mq_unlink(name);
    printf("MQ-36 unlinked, send %s", res(mq_send(q, "x", 1, 0)));
    char buf[50];
    printf(", receive by another descriptor %s", res(mq_receive(r, buf, 50, NULL)));
    printf(", open %s\n", res(mq_open(name, O_RDWR)));
    struct sigevent ev = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = 99};
    printf("MQ-34 mq_notify, signal 99: %s\n", res(mq_notify(q, &ev)));
    ev.sigev_notify = 77;
    printf("MQ-34 bad kind of notification: %s\n", res(mq_notify(q, &ev)));
    printf("MQ-35 mq_send on a closed one: %s\n", res(mq_send(99, "x", 1, 0)));
    printf("MQ-35 mq_send on a pipe or file: %s\n", res(mq_send(0, "x", 1, 0)));
    return 0;
}
