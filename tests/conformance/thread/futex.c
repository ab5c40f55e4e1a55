// futex(2) itself: what it answers, wake counts, requeue, bit sets, timeouts.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int word, second;

static const char *res(long r)
{
    static char text[40];
    if (r < 0)
        return strerrorname_np(errno);
    sprintf(text, "%ld", r);
    return text;
}

static long futex(int *w, int op, int val, void *timeout, int *w2, int val3)
{
    return syscall(SYS_futex, w, op, val, timeout, w2, val3);
}

static void *waits(void *arg)
{
    long mask = (long)arg;
    return (void *)futex(&word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, 0, NULL, NULL, (int)mask);
}

static void start(pthread_t *t, int n, long *masks)
{
    for (int i = 0; i < n; i++)
        pthread_create(&t[i], NULL, waits, (void *)masks[i]);
    usleep(20000);
}

int main(void)
{
    struct timespec t = { 0, 10000000 };
    pthread_t ids[4];
    long masks[] = { 1, 2, 4, 3 };
    int i, sum = 0;
    printf("other value: %s\n", res(futex(&word, FUTEX_WAIT, 1, NULL, NULL, 0)));
    printf("timeout: %s\n", res(futex(&word, FUTEX_WAIT, 0, &t, NULL, 0)));
    t.tv_nsec = -1;
    printf("bad timeout: %s\n", res(futex(&word, FUTEX_WAIT, 0, &t, NULL, 0)));
    printf("nobody to wake: %s\n", res(futex(&word, FUTEX_WAKE, 5, NULL, NULL, 0)));
    printf("misaligned: %s\n", res(futex((int *)((char *)&word + 1), FUTEX_WAKE, 1, NULL, NULL, 0)));
    printf("nowhere: %s\n", res(futex((int *)16, FUTEX_WAIT, 0, NULL, NULL, 0)));
    printf("unknown operation: %s\n", res(futex(&word, 77, 0, NULL, NULL, 0)));
    printf("empty bit set: %s\n", res(futex(&word, FUTEX_WAIT_BITSET, 0, NULL, NULL, 0)));
    t.tv_nsec = 1;
    printf("absolute time past: %s\n", res(futex(&word, FUTEX_WAIT_BITSET, 0, &t, NULL, -1)));
    start(ids, 4, masks);
    printf("bits 4: %s\n", res(futex(&word, FUTEX_WAKE_BITSET | FUTEX_PRIVATE_FLAG, 10, NULL, NULL, 4)));
    printf("bits 1: %s\n", res(futex(&word, FUTEX_WAKE_BITSET | FUTEX_PRIVATE_FLAG, 10, NULL, NULL, 1)));
    printf("rest: %s\n", res(futex(&word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 10, NULL, NULL, 0)));
    for (i = 0; i < 4; i++)
        pthread_join(ids[i], NULL);
    start(ids, 4, masks);
    printf("cmp_requeue, other value: %s\n",
           res(futex(&word, FUTEX_CMP_REQUEUE | FUTEX_PRIVATE_FLAG, 1, (void *)2, &second, 9)));
    printf("cmp_requeue: %s\n", res(futex(&word, FUTEX_CMP_REQUEUE | FUTEX_PRIVATE_FLAG, 1, (void *)2, &second, 0)));
    printf("on the second: %s\n", res(futex(&second, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 10, NULL, NULL, 0)));
    printf("on the first: %s\n", res(futex(&word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 10, NULL, NULL, 0)));
    for (i = 0; i < 4; i++) {
        void *r;
        pthread_join(ids[i], &r);
        sum += (long)r == 0;
    }
    printf("all were woken: %d\n", sum == 4);
    return 0;
}
