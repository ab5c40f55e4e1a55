// conformance: root
// mq_maxmsg above the system's limit: MQ-09.
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
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
    struct mq_attr b = {.mq_maxmsg = 11, .mq_msgsize = 50};
    setgid(1000);
    setuid(1000);
    printf("MQ-09 maxmsg 11, unprivileged: %s\n", res(mq_open("/forklore-limit", O_CREAT | O_RDWR, 0600, &b)));
    b.mq_maxmsg = 10;
    b.mq_msgsize = 8193;
    printf("MQ-09 msgsize 8193: %s\n", res(mq_open("/forklore-limit", O_CREAT | O_RDWR, 0600, &b)));
    b.mq_msgsize = 8192;
    mqd_t q = mq_open("/forklore-limit", O_CREAT | O_RDWR, 0600, &b);
    printf("MQ-09 10 of 8192: %d\n", q != (mqd_t)-1);
    mq_unlink("/forklore-limit");
    return 0;
}
