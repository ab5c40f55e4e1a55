/* says: pthread_mutex_unlock() here, but 'm' is not locked: what happens then is undefined | [unlock] */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int balance = 10;

static int take(int n)
{
	if (n > 100)
		goto out;
	pthread_mutex_lock(&m);
	balance -= n;
out:
	pthread_mutex_unlock(&m);
	return balance;
}

int main(void)
{
	take(3);
	take(200);
	printf("%d\n", balance);
	return 0;
}
