// Three threads take their places in a row under a mutex.
// legal: 1 2 3
// legal: 1 3 2
// legal: 2 1 3
// legal: 2 3 1
// legal: 3 1 2
// legal: 3 2 1
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int row[3], n;

static void *work(void *arg)
{
	pthread_mutex_lock(&lock);
	row[n++] = (int)(long)arg;
	pthread_mutex_unlock(&lock);
	return 0;
}

int main(void)
{
	pthread_t t[3];
	for (long i = 0; i < 3; i++)
		pthread_create(&t[i], 0, work, (void *)(i + 1));
	for (int i = 0; i < 3; i++)
		pthread_join(t[i], 0);
	printf("%d %d %d\n", row[0], row[1], row[2]);
	return 0;
}
