#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
static void *w(void *a) { usleep(1000); printf("worker %ld\n", (long)a); return NULL; }
int main(void)
{
    pthread_t t;
    for (long i = 0; i < 3; i++) {
        pthread_create(&t, NULL, w, (void *)i);
        pthread_detach(t);
    }
    pthread_exit(NULL);
}
