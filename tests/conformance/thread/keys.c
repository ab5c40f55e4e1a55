// Thread-specific data: destructors, rounds of them, deleted keys.
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_key_t a, b, many[100];
static int rounds;

static void free_a(void *p)
{
    printf("destructor of a: %s\n", (char *)p);
    free(p);
}

static void again_b(void *p)
{
    rounds++;
    pthread_setspecific(b, p);
}

static void *work(void *arg)
{
    printf("fresh: %p\n", pthread_getspecific(a));
    pthread_setspecific(a, strdup(arg));
    pthread_setspecific(b, arg);
    for (int i = 0; i < 100; i++)
        pthread_setspecific(many[i], arg);
    printf("mine: %s\n", (char *)pthread_getspecific(a));
    return NULL;
}

int main(void)
{
    pthread_t t;
    int i, sum = 0, e = 0;
    printf("create %d %d\n", pthread_key_create(&a, free_a), pthread_key_create(&b, again_b));
    for (i = 0; i < 100; i++)
        pthread_key_create(&many[i], NULL);
    pthread_setspecific(a, "main's");
    pthread_create(&t, NULL, work, "one");
    pthread_join(t, NULL);
    pthread_create(&t, NULL, work, "two");
    pthread_join(t, NULL);
    printf("main still has %s; b's destructor ran %d times\n", (char *)pthread_getspecific(a), rounds);
    for (i = 0; i < 100; i++)
        sum += pthread_key_delete(many[i]);
    printf("deleted: %d\n", sum);
    printf("again: %s, set: %s\n", strerrorname_np(pthread_key_delete(many[3])), strerrorname_np(pthread_setspecific(many[3], "x")));
    pthread_key_t k;
    for (i = 0; (e = pthread_key_create(&k, NULL)) == 0; i++)
        ;
    printf("at last %s; there are %d\n", strerrorname_np(e), i + 2 == PTHREAD_KEYS_MAX);
    return 0;
}
