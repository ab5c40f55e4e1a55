/* says: pthread_join() failed here and returned EINVAL */
#include <stdio.h>
#include <pthread.h>
#include <unistd.h>

static int result;
static void *work(void *arg)
{
	usleep(1000);
	result = 42;
	return arg;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, work, NULL);
	pthread_detach(t);
	pthread_join(t, NULL);
	printf("%d\n", result);
	return 0;
}
