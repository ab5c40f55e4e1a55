// Cancellation with clean-up, and what an error-checking mutex says.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
#include <errno.h>
#include <string.h>
#include <time.h>
static pthread_mutex_t m;
static void unlock(void *p)
{
    puts("cleanup");
    pthread_mutex_unlock(p);
}
static void *w(void *a)
{
    pthread_mutex_lock(&m);
    pthread_cleanup_push(unlock, &m);
    for (;;)
        sleep(1);
    pthread_cleanup_pop(1);
    return 0;
}
static void *ex(void *a)
{
    pthread_exit("bye");
}
int main(void)
{
    pthread_mutexattr_t at;
    pthread_mutexattr_init(&at);
    pthread_mutexattr_settype(&at, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&m, &at);
    pthread_t t;
    void *r;
    pthread_create(&t, NULL, w, NULL);
    usleep(20000);
    printf("try %s\n", strerror(pthread_mutex_trylock(&m)));
    pthread_cancel(t);
    pthread_join(t, &r);
    printf("%d\n", r == PTHREAD_CANCELED);
    printf("%d", pthread_mutex_lock(&m));
    printf(" %s\n", strerror(pthread_mutex_lock(&m)));
    pthread_create(&t, 0, ex, 0);
    pthread_join(t, &r);
    puts(r);
    printf("%s\n", strerror(pthread_join(pthread_self(), 0)));
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    ts.tv_sec += 0;
    ts.tv_nsec += 10000000;
    if (ts.tv_nsec > 999999999) {
        ts.tv_sec++;
        ts.tv_nsec -= 1000000000;
    }
    pthread_cond_t c = PTHREAD_COND_INITIALIZER;
    printf("%s\n", strerror(pthread_cond_timedwait(&c, &m, &ts)));
    pthread_attr_t a;
    pthread_attr_init(&a);
    size_t sz;
    pthread_attr_getstacksize(&a, &sz);
    printf("%zu\n", sz >> 20);
    return 0;
}
