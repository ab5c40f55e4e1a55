/* Three threads want a robust mutex: who gets it from a sleeper beside whom another one sleeps has to wake that one, too. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t m;
static int turns;

static void *go(void *a)
{
    for (int i = 0; i < 3; i++) {
        if (pthread_mutex_lock(&m) != 0)
            return a;
        usleep(1000);
        turns++;
        if (pthread_mutex_unlock(&m) != 0)
            return a;
    }
    return NULL;
}

int main(void)
{
    pthread_mutexattr_t ma;
    pthread_t t[3];
    void *failed;
    pthread_mutexattr_init(&ma);
    pthread_mutexattr_setrobust(&ma, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&m, &ma);
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, go, &t[i]);
    for (int i = 0; i < 3; i++) {
        pthread_join(t[i], &failed);
        printf("%s\n", failed ? "failed" : "joined");
    }
    printf("%d turns\n", turns);
    return 0;
}
