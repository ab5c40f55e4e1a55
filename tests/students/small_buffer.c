/* says: the buffer has to be at least as large as the queue's mq_msgsize */
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    struct mq_attr at = {.mq_maxmsg = 5, .mq_msgsize = 100};
    mqd_t q = mq_open("/q", O_CREAT | O_RDWR, 0600, &at);
    if (fork() == 0) {
        mq_send(q, "hello", 6, 0);
        exit(0);
    }
    char buf[50];
    mq_receive(q, buf, sizeof buf, NULL);
    printf("%s\n", buf);
    wait(NULL);
    mq_close(q);
    mq_unlink("/q");
    return 0;
}
