#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;
static int result;

static void *work(void *arg) {
    pthread_mutex_lock(&m);
    result = 42;
    pthread_cond_signal(&done);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void) {
    pthread_t t;
    pthread_create(&t, NULL, work, NULL);
    usleep(1000);
    pthread_mutex_lock(&m);
    while (result == 0)
        pthread_cond_wait(&done, &m);
    printf("result %d\n", result);
    pthread_mutex_unlock(&m);
    return pthread_join(t, NULL);
}
