// The kinds of mutex and what each says to mistakes.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *text(int e)
{
    return e ? strerrorname_np(e) : "0";
}

static pthread_mutex_t *now;

static void *other(void *arg)
{
    (void)arg;
    printf("  other: trylock %s\n", text(pthread_mutex_trylock(now)));
    return NULL;
}

static void *unlocker(void *arg)
{
    (void)arg;
    printf("  other: unlock %s\n", text(pthread_mutex_unlock(now)));
    return NULL;
}

static void in_thread(void *(*f)(void *))
{
    pthread_t t;
    pthread_create(&t, NULL, f, NULL);
    pthread_join(t, NULL);
}

int main(void)
{
    static const char *names[] = { "normal", "recursive", "errorcheck" };
    static const int kinds[] = { PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ERRORCHECK };
    pthread_mutexattr_t a;
    pthread_mutex_t m, r = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP, e = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
    int i, v;
    printf("sizes %zu %zu %zu %zu %zu %zu\n", sizeof(pthread_mutex_t), sizeof(pthread_cond_t), sizeof(pthread_rwlock_t),
           sizeof(pthread_barrier_t), sizeof(pthread_attr_t), sizeof(pthread_mutexattr_t));
    for (i = 0; i < 3; i++) {
        pthread_mutexattr_init(&a);
        printf("%s: settype %s", names[i], text(pthread_mutexattr_settype(&a, kinds[i])));
        pthread_mutexattr_gettype(&a, &v);
        printf(" gettype %d", v == kinds[i]);
        pthread_mutexattr_getpshared(&a, &v);
        printf(" pshared %d\n", v);
        printf(" init %s\n", text(pthread_mutex_init(&m, &a)));
        printf(" lock %s\n", text(pthread_mutex_lock(&m)));
        now = &m;
        in_thread(other);
        if (kinds[i] != PTHREAD_MUTEX_NORMAL)
            printf(" lock again %s\n", text(pthread_mutex_lock(&m)));
        printf(" trylock %s\n", text(pthread_mutex_trylock(&m)));
        if (kinds[i] != PTHREAD_MUTEX_NORMAL)
            in_thread(unlocker);
        printf(" destroy locked %s\n", text(pthread_mutex_destroy(&m)));
        printf(" unlock %s\n", text(pthread_mutex_unlock(&m)));
        if (kinds[i] == PTHREAD_MUTEX_RECURSIVE) {
            in_thread(other);
            printf(" unlock %s\n", text(pthread_mutex_unlock(&m)));
            printf(" unlock %s\n", text(pthread_mutex_unlock(&m)));
        }
        if (kinds[i] != PTHREAD_MUTEX_NORMAL)
            printf(" unlock unlocked %s\n", text(pthread_mutex_unlock(&m)));
        printf(" destroy %s\n", text(pthread_mutex_destroy(&m)));
    }
    printf("settype 77 %s\n", text(pthread_mutexattr_settype(&a, 77)));
    printf("setpshared 5 %s\n", text(pthread_mutexattr_setpshared(&a, 5)));
    printf("static recursive %s %s\n", text(pthread_mutex_lock(&r)), text(pthread_mutex_lock(&r)));
    v = pthread_mutex_lock(&e);
    printf("static errorcheck %s", text(v));
    printf(" %s\n", text(pthread_mutex_lock(&e)));
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += 20000000;
    if (t.tv_nsec >= 1000000000)
        t.tv_nsec -= 1000000000, t.tv_sec++;
    pthread_mutex_init(&m, NULL);
    printf("timedlock free %s\n", text(pthread_mutex_timedlock(&m, &t)));
    printf("timedlock locked %s\n", text(pthread_mutex_timedlock(&m, &t)));
    t.tv_nsec = -1;
    printf("timedlock bad time %s\n", text(pthread_mutex_timedlock(&m, &t)));
    return 0;
}
