// Blocked receivers and senders: MQ-26, MQ-39, INTR-16, INTR-17.
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

static volatile int ran;
static mqd_t q;

static void handler(int sig)
{
    ran++;
}

static pid_t disturb(int fill)
{
    char buf[20];
    pid_t me = getpid(), pid;
    ran = 0;
    fflush(stdout);
    if ((pid = fork()) == 0) {
        usleep(60000);
        kill(me, SIGUSR1);
        usleep(60000);
        if (fill)
            mq_send(q, "late", 4, 0);
        else
            mq_receive(q, buf, 20, NULL);
        _exit(0);
    }
    return pid;
}

int main(void)
{
    char name[40], buf[20];
    struct mq_attr a = {.mq_maxmsg = 2, .mq_msgsize = 20};
    int report[2];
    sprintf(name, "/forklore-%d", (int)getpid());
    q = mq_open(name, O_CREAT | O_RDWR, 0600, &a);
    mq_unlink(name);
    fflush(stdout);
    if (fork() == 0) {
        usleep(60000);
        mq_send(q, "from the child", 14, 3);
        _exit(0);
    }
    unsigned prio;
    long n = mq_receive(q, buf, 20, &prio);
    printf("MQ-26 waits for a child's message: %ld %.*s, priority %u\n", n, (int)n, buf, prio);
    wait(NULL);

    pipe(report);
    for (int i = 1; i <= 3; i++) {
        if (fork() == 0) {
            char c = '0' + i;
            mq_receive(q, buf, 20, NULL);
            write(report[1], &c, 1);
            _exit(0);
        }
        usleep(80000);
    }
    char got[4] = "";
    for (int i = 0; i < 3; i++) {
        mq_send(q, "x", 1, 0);
        read(report[0], got + i, 1);
    }
    printf("MQ-39 receivers were served in the order: %s\n", got);
    while (wait(NULL) > 0)
        ;
    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        sigaction(SIGUSR1, &sa, NULL);
        pid_t pid = disturb(1);
        const char *r = res(mq_receive(q, buf, 20, NULL));
        printf("INTR-16 mq_receive, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
        waitpid(pid, NULL, 0);
        struct mq_attr now;
        mq_getattr(q, &now);
        for (int i = now.mq_curmsgs; i < 2; i++)
            mq_send(q, "fill", 4, 0);
        pid = disturb(0);
        r = res(mq_send(q, "more", 4, 0));
        printf("INTR-17 mq_send, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
        waitpid(pid, NULL, 0);
        mq_getattr(q, &now);
        for (int i = 0; i < now.mq_curmsgs; i++)
            mq_receive(q, buf, 20, NULL);
    }
    return 0;
}
