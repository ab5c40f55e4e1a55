// Threads share memory, not their own variables; results, equality, errors of join and detach.
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int shared;
static __thread int own = 5;
static _Thread_local struct { int a; char text[8]; } record = { 3, "abc" };

static void *work(void *arg)
{
    int n = *(int *)arg;
    static __thread int calls;
    own += n;
    record.a += n;
    calls++;
    shared += own;
    errno = 0;
    close(-1);
    return (void *)(long)(own * 1000 + record.a * 10 + (errno == EBADF) + calls);
}

static void *self(void *arg)
{
    (void)arg;
    return (void *)pthread_self();
}

int main(void)
{
    pthread_t t, u;
    void *r;
    int i;
    errno = ENOENT;
    for (i = 0; i < 4; i++) {
        printf("create %d\n", pthread_create(&t, NULL, work, &i));
        printf("join %d\n", pthread_join(t, &r));
        printf("result %ld shared %d\n", (long)r, shared);
    }
    printf("here: own %d record %d %s errno %d\n", own, record.a, record.text, errno == ENOENT);
    pthread_create(&t, NULL, self, NULL);
    pthread_create(&u, NULL, self, NULL);
    printf("equal %d %d\n", pthread_equal(t, t) != 0, pthread_equal(t, u) != 0);
    pthread_join(t, &r);
    printf("self is the id given: %d\n", pthread_equal(t, (pthread_t)r) != 0);
    pthread_join(u, NULL);
    printf("join itself: %s\n", strerror(pthread_join(pthread_self(), NULL)));
    pthread_create(&t, NULL, self, NULL);
    printf("detach %d\n", pthread_detach(t));
    return 0;
}
