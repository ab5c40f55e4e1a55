// Many threads count under a mutex, under a spin lock and with atomic operations: nothing is lost.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { THREADS = 8, ROUNDS = 2000 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_spinlock_t spin;
static long a, b;
static atomic_long c;
static int d;

static void *count(void *arg)
{
    int i;
    (void)arg;
    for (i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&mutex);
        a++;
        pthread_mutex_unlock(&mutex);
        pthread_spin_lock(&spin);
        b += 2;
        pthread_spin_unlock(&spin);
        atomic_fetch_add(&c, 3);
        __sync_fetch_and_add(&d, 4);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[THREADS];
    int i;
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    for (i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, count, NULL);
    for (i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    printf("%ld %ld %ld %d\n", a, b, (long)c, d);
    printf("trylock %d", pthread_spin_trylock(&spin));
    printf(" busy %d\n", pthread_spin_trylock(&spin) != 0);
    return 0;
}
