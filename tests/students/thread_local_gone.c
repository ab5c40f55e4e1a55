/* says: 'n' of start() is read here by thread 3, but it is no more: start() has returned at thread_local_gone.c:18, and nothing made it wait for the thread | pthread_join() the thread before start() ends; or give it memory from malloc() | [dead-stack] */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *show(void *arg)
{
	usleep(100);
	int *n = arg;
	printf("%d\n", *n);
	return 0;
}

static void start(pthread_t *t)
{
	int n = 5;
	pthread_create(t, 0, show, &n);
}

int main(void)
{
	pthread_t t;
	start(&t);
	pthread_join(t, 0);
	return 0;
}
