#include <pthread.h>
#include <stdio.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static struct { long hits; int stop; } stats;
static void *work(void *p) { for (int i = 0; i < 20000; i++) { pthread_mutex_lock(&m); stats.hits++; pthread_mutex_unlock(&m); } return p; }
int main(void) {
    pthread_t a, b;
    pthread_create(&a, NULL, work, NULL);
    pthread_create(&b, NULL, work, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%s\n", stats.hits == 40000 ? "right" : "wrong");
    return 0;
}
