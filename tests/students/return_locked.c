/* says: it is locked by thread 4 | which has ended | give it back before its holder ends */
#include <stdio.h>
#include <pthread.h>
static int sum;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void *f(void *a)
{
	pthread_mutex_lock(&m);
	if (*(int *)a < 0)
		return NULL;
	sum += *(int *)a;
	pthread_mutex_unlock(&m);
	return NULL;
}
int main(void)
{
	pthread_t t[3];
	int v[3] = {1, -1, 2};
	for (int i = 0; i < 3; i++)
		pthread_create(&t[i], NULL, f, &v[i]);
	for (int i = 0; i < 3; i++)
		pthread_join(t[i], NULL);
	printf("%d\n", sum);
	return 0;
}
