/* says: thread 3 took it at mutex_first.c:14, and has not given it back | keeps meanwhile what pid 2 thread 4 waits for at mutex_first.c:27: let it wait first */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

#define ITEMS 5

static sem_t mutex, filled, empty;
static int buffer[2], in, out;

static void *produce(void *arg) {
    for (int i = 0; i < ITEMS; i++) {
        /* the wrong way round */
        sem_wait(&mutex);
        sem_wait(&empty);
        buffer[in++ % 2] = i;
        sem_post(&mutex);
        sem_post(&filled);
    }
    return arg;
}

static void *consume(void *arg) {
    int sum = 0;
    for (int i = 0; i < ITEMS; i++) {
        sem_wait(&filled);
        sem_wait(&mutex);
        sum += buffer[out++ % 2];
        sem_post(&mutex);
        sem_post(&empty);
    }
    printf("sum %d\n", sum);
    return arg;
}

int main(void) {
    pthread_t producer, consumer;
    sem_init(&mutex, 0, 1);
    sem_init(&filled, 0, 0);
    sem_init(&empty, 0, 2);
    pthread_create(&producer, NULL, produce, NULL);
    pthread_create(&consumer, NULL, consume, NULL);
    pthread_join(producer, NULL);
    return pthread_join(consumer, NULL);
}
