#include <pthread.h>
#include <stdio.h>

/* several threads wait for one event, each in a loop */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static int open_now, passed;

static void *visitor(void *arg)
{
	pthread_mutex_lock(&lock);
	while (!open_now)
		pthread_cond_wait(&opened, &lock);
	passed++;
	pthread_mutex_unlock(&lock);
	return arg;
}

int main(void)
{
	pthread_t t[4];
	for (int i = 0; i < 4; i++)
		if (pthread_create(&t[i], NULL, visitor, NULL) != 0)
			return 1;
	pthread_mutex_lock(&lock);
	open_now = 1;
	pthread_cond_broadcast(&opened);
	pthread_mutex_unlock(&lock);
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	printf("%d passed\n", passed);
	return 0;
}
