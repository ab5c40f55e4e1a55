/* The Little Book of Semaphores, 3.7: a barrier that can be used again, of two turnstiles; the last one opens it for all. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

#define N 4
#define ROUNDS 3

static sem_t mutex, in, out;
static int count, value[N], total[N];

static void barrier(void)
{
	sem_wait(&mutex);
	if (++count == N)
		for (int i = 0; i < N; i++)
			sem_post(&in);
	sem_post(&mutex);
	sem_wait(&in);
	sem_wait(&mutex);
	if (--count == 0)
		for (int i = 0; i < N; i++)
			sem_post(&out);
	sem_post(&mutex);
	sem_wait(&out);
}

static void *work(void *arg)
{
	int me = *(int *)arg;
	for (int round = 0; round < ROUNDS; round++) {
		value[me] = round * N + me;
		barrier();
		for (int i = 0; i < N; i++)
			total[me] += value[i];
		barrier();
	}
	return arg;
}

int main(void)
{
	pthread_t t[N];
	int id[N];
	sem_init(&mutex, 0, 1);
	sem_init(&in, 0, 0);
	sem_init(&out, 0, 0);
	for (int i = 0; i < N; i++) {
		id[i] = i;
		pthread_create(&t[i], 0, work, &id[i]);
	}
	for (int i = 0; i < N; i++)
		pthread_join(t[i], 0);
	for (int i = 0; i < N; i++)
		printf("%d\n", total[i]);
	return 0;
}
