// A read-write lock: many readers or one writer; tries, errors.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { READERS = 4, WRITERS = 2, ROUNDS = 300 };

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static long x, y;
static int torn;

static void *reader(void *arg)
{
    int i;
    (void)arg;
    for (i = 0; i < ROUNDS; i++) {
        pthread_rwlock_rdlock(&lock);
        if (x != y)
            torn = 1;
        pthread_rwlock_unlock(&lock);
    }
    return NULL;
}

static void *writer(void *arg)
{
    int i;
    (void)arg;
    for (i = 0; i < ROUNDS; i++) {
        pthread_rwlock_wrlock(&lock);
        x++;
        y++;
        pthread_rwlock_unlock(&lock);
    }
    return NULL;
}

static void *tries(void *arg)
{
    printf("%s: rd %s", (char *)arg, strerrorname_np(pthread_rwlock_tryrdlock(&lock)) ?: "0");
    printf(" wr %s\n", strerrorname_np(pthread_rwlock_trywrlock(&lock)) ?: "0");
    return NULL;
}

static void in_thread(char *name)
{
    pthread_t t;
    pthread_create(&t, NULL, tries, name);
    pthread_join(t, NULL);
}

int main(void)
{
    pthread_t t[READERS + WRITERS];
    int i;
    for (i = 0; i < READERS; i++)
        pthread_create(&t[i], NULL, reader, NULL);
    for (i = 0; i < WRITERS; i++)
        pthread_create(&t[READERS + i], NULL, writer, NULL);
    for (i = 0; i < READERS + WRITERS; i++)
        pthread_join(t[i], NULL);
    printf("%ld %ld torn %d\n", x, y, torn);
    pthread_rwlock_wrlock(&lock);
    in_thread("write locked");
    printf("again: %s\n", strerrorname_np(pthread_rwlock_wrlock(&lock)));
    printf("read while writing: %s\n", strerrorname_np(pthread_rwlock_rdlock(&lock)));
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_rdlock(&lock);
    printf("two readers; try write: %s\n", strerrorname_np(pthread_rwlock_trywrlock(&lock)));
    struct timespec past = { 1, 0 };
    printf("timed write: %s\n", strerrorname_np(pthread_rwlock_timedwrlock(&lock, &past)));
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_unlock(&lock);
    printf("free: %d\n", pthread_rwlock_trywrlock(&lock));
    pthread_rwlock_unlock(&lock);
    printf("destroy %d\n", pthread_rwlock_destroy(&lock));
    return 0;
}
