/* Three take their own fork, then their neighbour's: a circle. */
#include <pthread.h>
#include <unistd.h>
pthread_mutex_t f[3] = {PTHREAD_MUTEX_INITIALIZER,PTHREAD_MUTEX_INITIALIZER,PTHREAD_MUTEX_INITIALIZER};
void *eat(void *a)
{
    long n = (long)a;
    pthread_mutex_lock(&f[n]);
    usleep(1000);
    pthread_mutex_lock(&f[(n + 1) % 3]);
    return 0;
}
int main(void)
{
    pthread_t t[3];
    for (long i = 0; i < 3; i++) pthread_create(&t[i], 0, eat, (void *)i);
    for (int i = 0; i < 3; i++) pthread_join(t[i], 0);
}
