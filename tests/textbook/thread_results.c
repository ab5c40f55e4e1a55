#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
struct arg { int from, to; long sum; };
static void *add(void *p)
{
	struct arg *a = p;
	a->sum = 0;
	for (int i = a->from; i < a->to; i++)
		a->sum += i;
	return NULL;
}
int main(void)
{
	pthread_t t[4];
	struct arg a[4];
	long total = 0;
	for (int i = 0; i < 4; i++) {
		a[i].from = i * 25;
		a[i].to = (i + 1) * 25;
		pthread_create(&t[i], NULL, add, &a[i]);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(t[i], NULL);
		total += a[i].sum;
	}
	printf("%ld\n", total);
	return 0;
}
