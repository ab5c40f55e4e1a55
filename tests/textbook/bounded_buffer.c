#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#define N 4
static int buf[N], in, out;
static sem_t empty, full;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void *producer(void *a)
{
	for (int i = 0; i < 10; i++) {
		sem_wait(&empty);
		pthread_mutex_lock(&m);
		buf[in] = i;
		in = (in + 1) % N;
		pthread_mutex_unlock(&m);
		sem_post(&full);
	}
	return NULL;
}
static void *consumer(void *a)
{
	int sum = 0;
	for (int i = 0; i < 10; i++) {
		sem_wait(&full);
		pthread_mutex_lock(&m);
		sum += buf[out];
		out = (out + 1) % N;
		pthread_mutex_unlock(&m);
		sem_post(&empty);
	}
	printf("%d\n", sum);
	return NULL;
}
int main(void)
{
	pthread_t p, c;
	sem_init(&empty, 0, N);
	sem_init(&full, 0, 0);
	pthread_create(&p, NULL, producer, NULL);
	pthread_create(&c, NULL, consumer, NULL);
	pthread_join(p, NULL);
	pthread_join(c, NULL);
	return 0;
}
