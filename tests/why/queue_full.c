#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    struct mq_attr attr = {.mq_maxmsg = 4, .mq_msgsize = 32};
    mqd_t q = mq_open("/jobs", O_CREAT | O_RDWR, 0600, &attr);
    if (fork() == 0) {
        char buf[32];
        for (int i = 0; i < 3; i++) {
            mq_receive(q, buf, sizeof buf, NULL);
            printf("%s\n", buf);
        }
        exit(0);
    }
    for (int i = 0; i < 10; i++) {
        char buf[32];
        snprintf(buf, sizeof buf, "job %d", i);
        mq_send(q, buf, strlen(buf) + 1, 0);
    }
    wait(NULL);
    mq_unlink("/jobs");
    return 0;
}
