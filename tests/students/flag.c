/* says: race on 'done' | race on 'value' */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
static int value; static volatile int done;
static void *producer(void *p) { value = 42; done = 1; return p; }
int main(void) {
    pthread_t t;
    pthread_create(&t, NULL, producer, NULL);
    while (!done) usleep(100);
    printf("value %d\n", value);
    pthread_join(t, NULL);
    return 0;
}
