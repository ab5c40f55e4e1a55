/* says: 'n' of main() is read here by thread 3, but it is no more: thread 2 has ended at main_exits.c:18 | [dead-stack] */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *show(void *arg)
{
	usleep(100);
	printf("%d\n", *(int *)arg);
	return 0;
}

int main(void)
{
	pthread_t t;
	int n = 5;
	pthread_create(&t, 0, show, &n);
	pthread_exit(0);
}
