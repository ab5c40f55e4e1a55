// pthread_once; pthread_exit in the first thread leaves the others going; cleanup handlers.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int inits;

static void init(void)
{
    usleep(5000);
    inits++;
}

static void *uses(void *arg)
{
    (void)arg;
    pthread_once(&once, init);
    return (void *)(long)inits;
}

static void cleanup(void *arg)
{
    printf("cleanup %s\n", (char *)arg);
}

static void deep(int n)
{
    pthread_cleanup_push(cleanup, n ? "outer" : "inner");
    if (n)
        deep(n - 1);
    else
        pthread_exit("from the depth");
    pthread_cleanup_pop(0);
}

static void *leaves(void *arg)
{
    (void)arg;
    pthread_cleanup_push(cleanup, "popped");
    pthread_cleanup_pop(1);
    deep(1);
    printf("not reached\n");
    return NULL;
}

static pthread_t first;

static void *last(void *arg)
{
    void *r;
    (void)arg;
    printf("joined the first thread: %d", pthread_join(first, &r));
    printf(", %s\n", (char *)r);
    return NULL;
}

int main(void)
{
    pthread_t t[4];
    void *r;
    long sum = 0;
    int i;
    for (i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, uses, NULL);
    for (i = 0; i < 4; i++) {
        pthread_join(t[i], &r);
        sum += (long)r;
    }
    printf("init ran %d time, all saw it: %d\n", inits, sum == 4);
    pthread_create(&t[0], NULL, leaves, NULL);
    pthread_join(t[0], &r);
    printf("result: %s\n", (char *)r);
    first = pthread_self();
    pthread_create(&t[0], NULL, last, NULL);
    pthread_cleanup_push(cleanup, "of main");
    pthread_exit("main's result");
    pthread_cleanup_pop(0);
    return 7;
}
