// Attributes: defaults, what is refused, a stack of one's own, detached threads.
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *text(int e)
{
    return e ? strerrorname_np(e) : "0";
}

static char *low, *high;
static sem_t done;

static void *on_stack(void *arg)
{
    char c;
    (void)arg;
    printf("on the stack given: %d\n", &c >= low && &c < high);
    return NULL;
}

static int depth(int n)
{
    volatile char room[1024];
    room[0] = n;
    return n == 0 ? room[0] : depth(n - 1) + 1;
}

static void *deep(void *arg)
{
    printf("depth %d\n", depth(200));
    sem_post(&done);
    return arg;
}

int main(void)
{
    pthread_attr_t a;
    pthread_t t;
    size_t size;
    void *at;
    int v;
    printf("init %s\n", text(pthread_attr_init(&a)));
    pthread_attr_getdetachstate(&a, &v);
    printf("joinable %d\n", v == PTHREAD_CREATE_JOINABLE);
    pthread_attr_getguardsize(&a, &size);
    printf("guard %zu\n", size);
    pthread_attr_getscope(&a, &v);
    printf("scope system %d\n", v == PTHREAD_SCOPE_SYSTEM);
    pthread_attr_getinheritsched(&a, &v);
    printf("inherit %d\n", v == PTHREAD_INHERIT_SCHED);
    printf("small stack %s\n", text(pthread_attr_setstacksize(&a, 1000)));
    printf("least stack %s\n", text(pthread_attr_setstacksize(&a, PTHREAD_STACK_MIN)));
    printf("bad detach state %s\n", text(pthread_attr_setdetachstate(&a, 9)));
    printf("process scope %s\n", text(pthread_attr_setscope(&a, PTHREAD_SCOPE_PROCESS)));
    pthread_attr_setstacksize(&a, 1 << 20);
    pthread_attr_getstacksize(&a, &size);
    printf("stack %zu\n", size);
    sem_init(&done, 0, 0);
    pthread_create(&t, &a, deep, NULL);
    pthread_join(t, NULL);
    sem_wait(&done);
    low = aligned_alloc(4096, 256 << 10);
    high = low + (256 << 10);
    printf("setstack %s\n", text(pthread_attr_setstack(&a, low, high - low)));
    pthread_attr_getstack(&a, &at, &size);
    printf("getstack %d %zu\n", at == low, size);
    pthread_create(&t, &a, on_stack, NULL);
    pthread_join(t, NULL);
    pthread_attr_destroy(&a);
    pthread_attr_init(&a);
    pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
    pthread_create(&t, &a, deep, NULL);
    sem_wait(&done);
    return 0;
}
