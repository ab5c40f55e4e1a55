/* says: it itself took it at upgrade.c:10 (called at upgrade.c:19), and has not given it back | pid 2 has to give it back before upgrade.c:12 */
#include <pthread.h>
#include <stdio.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int hits;

static void count(int n) {
    /* a lock for reading does not grow into one for writing */
    pthread_rwlock_rdlock(&lock);
    if (hits < n) {
        pthread_rwlock_wrlock(&lock);
        hits = n;
    }
    pthread_rwlock_unlock(&lock);
}

int main(void) {
    count(3);
    printf("%d\n", hits);
    return 0;
}
