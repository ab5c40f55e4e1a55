/* says: thread 3 (made at no_join.c:8) had not even begun | [abandoned-thread] */
#include <pthread.h>
#include <stdio.h>
void *hello(void *x) { printf("hello from thread\n"); return NULL; }
int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, hello, NULL);
    return 0;
}
