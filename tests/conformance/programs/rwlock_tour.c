// Readers and writers, a barrier, once and thread-specific data.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
#include <stdatomic.h>
static pthread_rwlock_t rw;
static int data;
static atomic_int readers, maxr;
static pthread_barrier_t bar;
static _Thread_local int tl;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static void mk(void)
{
    puts("once");
    pthread_key_create(&key, NULL);
}
void *rd(void *a)
{
    pthread_once(&once, mk);
    pthread_barrier_wait(&bar);
    for (int i = 0; i < 5; i++) {
        pthread_rwlock_rdlock(&rw);
        int r = ++readers;
        if (r > maxr)
            maxr = r;
        tl += data >= 0;
        usleep(100);
        readers--;
        pthread_rwlock_unlock(&rw);
    }
    pthread_setspecific(key, a);
    return pthread_getspecific(key);
}
void *wr(void *a)
{
    pthread_barrier_wait(&bar);
    for (int i = 0; i < 5; i++) {
        pthread_rwlock_wrlock(&rw);
        int d = data;
        usleep(10);
        data = d + 1;
        pthread_rwlock_unlock(&rw);
    }
    return (void *)(long)tl;
}
int main()
{
    pthread_t t[5];
    pthread_rwlock_init(&rw, 0);
    pthread_barrier_init(&bar, 0, 5);
    for (long i = 0; i < 3; i++)
        pthread_create(&t[i], 0, rd, (void *)i);
    for (int i = 3; i < 5; i++)
        pthread_create(&t[i], 0, wr, 0);
    long s = 0;
    void *r;
    for (int i = 0; i < 5; i++) {
        pthread_join(t[i], &r);
        s += (long)r;
    }
    printf("data %d sum %ld maxr>=1 %d\n", data, s, maxr >= 1);
    return pthread_rwlock_destroy(&rw);
}
