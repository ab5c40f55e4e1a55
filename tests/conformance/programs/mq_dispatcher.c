// A dispatcher on a POSIX message queue: jobs leave by priority, and results come back on a second queue.
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    static const struct {
        const char *name;
        unsigned priority;
    } jobs[] = {{"sweep", 1}, {"alarm", 30}, {"mail", 5}, {"backup", 1}, {"fire", 31}, {"news", 5}};
    struct mq_attr attr = {0, 10, 32};
    char in[40], out[40], text[32];
    unsigned priority;
    snprintf(in, sizeof in, "/jobs-%d", getpid());
    snprintf(out, sizeof out, "/done-%d", getpid());
    mqd_t todo = mq_open(in, O_RDWR | O_CREAT | O_EXCL, 0600, &attr);
    mqd_t done = mq_open(out, O_RDWR | O_CREAT | O_EXCL, 0600, &attr);
    if (todo < 0 || done < 0)
        return perror("mq_open"), 1;
    for (int i = 0; i < 6; i++)
        mq_send(todo, jobs[i].name, strlen(jobs[i].name) + 1, jobs[i].priority);
    mq_getattr(todo, &attr);
    printf("%ld jobs wait\n", attr.mq_curmsgs);
    fflush(stdout);
    pid_t worker = fork();
    if (worker == 0) {
        for (int n = 1;; n++) {
            char answer[32];
            if (mq_receive(todo, text, sizeof text, &priority) < 0)
                _exit(1);
            if (strcmp(text, "stop") == 0)
                _exit(n - 1);
            snprintf(answer, sizeof answer, "%d. %s", n, text);
            mq_send(done, answer, strlen(answer) + 1, priority);
            if (n == 6)
                continue;
        }
    }
    mq_send(todo, "stop", 5, 0);
    int status;
    waitpid(worker, &status, 0);
    printf("the worker did %d\n", WEXITSTATUS(status));
    struct mq_attr nonblock = {O_NONBLOCK};
    mq_setattr(done, &nonblock, NULL);
    while (mq_receive(done, text, sizeof text, &priority) > 0)
        printf("%2u %s\n", priority, text);
    printf("then: %s\n", strerror(errno));
    mq_unlink(in);
    mq_unlink(out);
    printf("again: %s\n", mq_open(in, O_RDONLY) < 0 ? strerror(errno) : "open");
    return 0;
}
