#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
static void *work(void *p)
{
	int id = *(int *)p;
	free(p);
	int *r = malloc(sizeof *r);
	*r = id * 10;
	return r;
}
int main(void)
{
	pthread_t t[3];
	for (int i = 0; i < 3; i++) {
		int *id = malloc(sizeof *id);
		*id = i;
		pthread_create(&t[i], NULL, work, id);
	}
	for (int i = 0; i < 3; i++) {
		void *r;
		pthread_join(t[i], &r);
		printf("%d\n", *(int *)r);
		free(r);
	}
	return 0;
}
