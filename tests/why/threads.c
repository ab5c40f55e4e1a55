/* Two mutexes in opposite order; a thread that waits for a condition; the main thread joins. */
#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;

static void *ab(void *arg)
{
    pthread_mutex_lock(&a);
    usleep(1000);
    pthread_mutex_lock(&b);
    return arg;
}

static void *ba(void *arg)
{
    pthread_mutex_lock(&b);
    usleep(1000);
    pthread_mutex_lock(&a);
    return arg;
}

static void *waits(void *arg)
{
    pthread_mutex_lock(&m);
    pthread_cond_wait(&ready, &m);
    return arg;
}

int main(void)
{
    pthread_t t[3];
    pthread_create(&t[0], 0, ab, 0);
    pthread_create(&t[1], 0, ba, 0);
    pthread_create(&t[2], 0, waits, 0);
    pthread_join(t[0], 0);
}
