// mq_notify with SIGEV_THREAD: a thread is started when a message arrives at the empty queue; once for each registration.
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static sem_t done;
static mqd_t q;
static int calls;

static void arrived(union sigval v)
{
    char text[32];
    ssize_t n = mq_receive(q, text, sizeof text, NULL);
    calls++;
    printf("%s got %.*s, not in main: %d\n", (char *)v.sival_ptr, (int)n, text, getpid() != 0);
    sem_post(&done);
}

int main(void)
{
    struct mq_attr a = { 0, 4, 32, 0 };
    struct sigevent e;
    char name[40];
    int i;
    sem_init(&done, 0, 0);
    snprintf(name, sizeof name, "/forklore-%d", (int)getpid());
    q = mq_open(name, O_RDWR | O_CREAT, 0600, &a);
    mq_unlink(name);
    memset(&e, 0, sizeof e);
    e.sigev_notify = SIGEV_THREAD;
    e.sigev_notify_function = arrived;
    for (i = 0; i < 2; i++) {
        e.sigev_value.sival_ptr = i ? "second" : "first";
        printf("notify %d\n", mq_notify(q, &e));
        mq_send(q, i ? "two" : "one", 3, 0);
        sem_wait(&done);
    }
    mq_send(q, "more", 4, 0);
    usleep(20000);
    printf("calls %d\n", calls);
    return 0;
}
