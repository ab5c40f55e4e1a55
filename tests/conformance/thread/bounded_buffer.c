// Producers and consumers around a buffer of four places, with condition variables.
#include <pthread.h>
#include <stdio.h>

enum { SIZE = 4, ITEMS = 50, PRODUCERS = 3, CONSUMERS = 2 };

static struct {
    int place[SIZE], first, count, done;
    pthread_mutex_t lock;
    pthread_cond_t not_full, not_empty;
} buffer = { .lock = PTHREAD_MUTEX_INITIALIZER, .not_full = PTHREAD_COND_INITIALIZER, .not_empty = PTHREAD_COND_INITIALIZER };

static int most;

static void *producer(void *arg)
{
    int id = *(int *)arg, i;
    for (i = 0; i < ITEMS; i++) {
        pthread_mutex_lock(&buffer.lock);
        while (buffer.count == SIZE)
            pthread_cond_wait(&buffer.not_full, &buffer.lock);
        buffer.place[(buffer.first + buffer.count++) % SIZE] = id * ITEMS + i;
        if (buffer.count > most)
            most = buffer.count;
        pthread_cond_signal(&buffer.not_empty);
        pthread_mutex_unlock(&buffer.lock);
    }
    return NULL;
}

static long sums[CONSUMERS], counts[CONSUMERS];

static void *consumer(void *arg)
{
    int id = *(int *)arg;
    for (;;) {
        int item;
        pthread_mutex_lock(&buffer.lock);
        while (buffer.count == 0 && !buffer.done)
            pthread_cond_wait(&buffer.not_empty, &buffer.lock);
        if (buffer.count == 0) {
            pthread_mutex_unlock(&buffer.lock);
            return NULL;
        }
        item = buffer.place[buffer.first];
        buffer.first = (buffer.first + 1) % SIZE;
        buffer.count--;
        sums[id] += item;
        counts[id]++;
        pthread_cond_signal(&buffer.not_full);
        pthread_mutex_unlock(&buffer.lock);
    }
}

int main(void)
{
    pthread_t p[PRODUCERS], c[CONSUMERS];
    int ids[] = { 0, 1, 2 }, i;
    for (i = 0; i < CONSUMERS; i++)
        pthread_create(&c[i], NULL, consumer, &ids[i]);
    for (i = 0; i < PRODUCERS; i++)
        pthread_create(&p[i], NULL, producer, &ids[i]);
    for (i = 0; i < PRODUCERS; i++)
        pthread_join(p[i], NULL);
    pthread_mutex_lock(&buffer.lock);
    buffer.done = 1;
    pthread_cond_broadcast(&buffer.not_empty);
    pthread_mutex_unlock(&buffer.lock);
    for (i = 0; i < CONSUMERS; i++)
        pthread_join(c[i], NULL);
    printf("%ld items, sum %ld, never more than %d waiting: %d\n", counts[0] + counts[1], sums[0] + sums[1], SIZE, most <= SIZE);
    return 0;
}
