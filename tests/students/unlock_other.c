/* says: pthread_mutex_unlock() failed here and returned EPERM */
#include <stdio.h>
#include <pthread.h>

static pthread_mutex_t m;
static void *f(void *a)
{
	pthread_mutex_unlock(&m);
	return a;
}

int main(void)
{
	pthread_mutexattr_t at;
	pthread_t t;
	pthread_mutexattr_init(&at);
	pthread_mutexattr_settype(&at, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&m, &at);
	pthread_mutex_lock(&m);
	pthread_create(&t, NULL, f, NULL);
	pthread_join(t, NULL);
	pthread_mutex_lock(&m);
	puts("in");
	return 0;
}
