/* says: race on 'sum' | both have taken semaphore 'm', but that lets 2 in at once: it began with 2 | begins with 1 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t m;
static long sum;

static void *work(void *arg)
{
	for (int i = 0; i < 50; i++) {
		sem_wait(&m);
		sum += i;
		sem_post(&m);
	}
	return arg;
}

int main(void)
{
	pthread_t t[2];
	sem_init(&m, 0, 2);
	for (int i = 0; i < 2; i++)
		pthread_create(&t[i], 0, work, 0);
	for (int i = 0; i < 2; i++)
		pthread_join(t[i], 0);
	printf("%ld\n", sum);
	return 0;
}
