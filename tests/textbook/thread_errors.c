#include <stdio.h>
#include <string.h>
#include <pthread.h>

/* what pthread functions return is looked at; trylock may fail */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *arg)
{
	int busy = pthread_mutex_trylock(&lock);
	if (busy == 0)
		pthread_mutex_unlock(&lock);
	*(int *)arg = busy != 0;
	return NULL;
}

int main(void)
{
	pthread_t t;
	int busy = 0;
	pthread_mutex_lock(&lock);
	int error = pthread_create(&t, NULL, work, &busy);
	if (error) {
		fprintf(stderr, "%s\n", strerror(error));
		return 1;
	}
	if ((error = pthread_join(t, NULL)) != 0)
		return 1;
	pthread_mutex_unlock(&lock);
	pthread_mutex_destroy(&lock);
	printf("busy: %d\n", busy);
	return 0;
}
