#include <pthread.h>
#include <stdio.h>
#define N 3
static pthread_barrier_t b;
static int part[N];
static void *run(void *arg)
{
	long id = (long)arg;
	part[id] = id + 1;
	pthread_barrier_wait(&b);
	int sum = 0;
	for (int i = 0; i < N; i++)
		sum += part[i];
	return (void *)(long)sum;
}
int main(void)
{
	pthread_t t[N];
	pthread_barrier_init(&b, NULL, N);
	for (long i = 0; i < N; i++)
		pthread_create(&t[i], NULL, run, (void *)i);
	for (int i = 0; i < N; i++) {
		void *r;
		pthread_join(t[i], &r);
		printf("%ld\n", (long)r);
	}
	pthread_barrier_destroy(&b);
	return 0;
}
