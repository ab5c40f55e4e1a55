/* says: pthread_mutex_unlock() here, but 'go' is locked by thread 2, not by thread 3 | use a semaphore or a condition variable */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t go = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *arg)
{
	printf("worked\n");
	pthread_mutex_unlock(&go);
	return arg;
}

int main(void)
{
	pthread_t t;
	pthread_mutex_lock(&go);
	pthread_create(&t, 0, work, 0);
	pthread_mutex_lock(&go);
	printf("told\n");
	pthread_mutex_unlock(&go);
	pthread_join(t, 0);
	return 0;
}
