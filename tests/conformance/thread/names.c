/* pthread_setname_np(3) of oneself and of others, pthread_getaffinity_np(3), protocols of mutexes. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void *sleeper(void *arg)
{
	for (;;)
		pause();
}

int main(void)
{
	pthread_t t;
	pthread_mutexattr_t attr;
	pthread_mutex_t m;
	cpu_set_t cpus;
	char name[20];
	void *result;
	int v;

	pthread_setname_np(pthread_self(), "main");
	pthread_create(&t, 0, sleeper, 0);
	pthread_getname_np(t, name, sizeof name);
	printf("inherited %s\n", name);
	printf("set %d\n", pthread_setname_np(t, "worker"));
	pthread_getname_np(t, name, sizeof name);
	printf("other %s\n", name);
	pthread_getname_np(pthread_self(), name, sizeof name);
	printf("own %s\n", name);
	printf("too long %s\n", strerror(pthread_setname_np(t, "sixteen characte")));
	printf("too short %s\n", strerror(pthread_getname_np(t, name, 3)));
	v = pthread_getaffinity_np(t, sizeof cpus, &cpus);
	printf("affinity %d %d\n", v, CPU_COUNT(&cpus) > 0);
	pthread_cancel(t);
	pthread_join(t, &result);
	printf("cancelled %d\n", result == PTHREAD_CANCELED);

	pthread_mutexattr_init(&attr);
	printf("inherit %d", pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_INHERIT));
	pthread_mutexattr_getprotocol(&attr, &v);
	printf(" %d\n", v == PTHREAD_PRIO_INHERIT);
	printf("init %d", pthread_mutex_init(&m, &attr));
	printf(" lock %d", pthread_mutex_lock(&m));
	printf(" try %s", strerror(pthread_mutex_trylock(&m)));
	printf(" unlock %d", pthread_mutex_unlock(&m));
	printf(" again %s\n", strerror(pthread_mutex_unlock(&m)));
	printf("unknown %s\n", strerror(pthread_mutexattr_setprotocol(&attr, 9)));
	printf("protect %d", pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_PROTECT));
	printf(" ceiling %d", pthread_mutexattr_setprioceiling(&attr, 10));
	pthread_mutexattr_getprioceiling(&attr, &v);
	printf(" %d %s\n", v, strerror(pthread_mutexattr_setprioceiling(&attr, 1000)));
	pthread_mutex_init(&m, &attr);
	printf("ceiling %d", pthread_mutex_getprioceiling(&m, &v));
	printf(" of the mutex %d\n", v);
	return 0;
}
