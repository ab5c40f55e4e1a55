/* says: race on 'in' | both have taken semaphore 'empty', but that lets 3 in at once: it began with 3 | lock a mutex around both as well */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

#define SLOTS 3
#define ITEMS 10

static int ring[SLOTS], in;
static sem_t empty, full;

static void *produce(void *arg)
{
	for (int k = 0; k < ITEMS; k++) {
		sem_wait(&empty);
		ring[in] = k;
		in = (in + 1) % SLOTS;
		sem_post(&full);
	}
	return arg;
}

int main(void)
{
	pthread_t t[2];
	int sum = 0;
	sem_init(&empty, 0, SLOTS);
	sem_init(&full, 0, 0);
	for (int k = 0; k < 2; k++)
		pthread_create(&t[k], 0, produce, 0);
	for (int k = 0; k < 2 * ITEMS; k++) {
		sem_wait(&full);
		sum += ring[k % SLOTS];
		sem_post(&empty);
	}
	for (int k = 0; k < 2; k++)
		pthread_join(t[k], 0);
	printf("%d\n", sum);
	return 0;
}
