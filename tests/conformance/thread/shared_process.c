// Mutex, condition variable, barrier and semaphore in memory shared by two processes; a robust mutex whose owner dies.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    pthread_mutex_t mutex, robust;
    pthread_cond_t cond;
    pthread_barrier_t barrier;
    sem_t sem;
    int count, turn;
};

int main(void)
{
    struct shared *s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t ma;
    pthread_condattr_t ca;
    pthread_barrierattr_t ba;
    int i, r;
    setvbuf(stdout, NULL, _IONBF, 0);
    pthread_mutexattr_init(&ma);
    pthread_mutexattr_setpshared(&ma, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&s->mutex, &ma);
    pthread_mutexattr_setrobust(&ma, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&s->robust, &ma);
    pthread_condattr_init(&ca);
    pthread_condattr_setpshared(&ca, PTHREAD_PROCESS_SHARED);
    pthread_cond_init(&s->cond, &ca);
    pthread_barrierattr_init(&ba);
    pthread_barrierattr_setpshared(&ba, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&s->barrier, &ba, 2);
    sem_init(&s->sem, 1, 0);
    pid_t p = fork();
    int me = p == 0;
    for (i = 0; i < 1000; i++) {
        pthread_mutex_lock(&s->mutex);
        s->count++;
        pthread_mutex_unlock(&s->mutex);
    }
    pthread_barrier_wait(&s->barrier);
    for (i = 0; i < 3; i++) {
        pthread_mutex_lock(&s->mutex);
        while (s->turn % 2 != me)
            pthread_cond_wait(&s->cond, &s->mutex);
        printf("%s %d\n", me ? "child" : "parent", s->turn);
        s->turn++;
        pthread_cond_signal(&s->cond);
        pthread_mutex_unlock(&s->mutex);
    }
    if (me) {
        pthread_mutex_lock(&s->robust);
        sem_post(&s->sem);
        usleep(20000);
        _exit(0);
    }
    sem_wait(&s->sem);
    printf("count %d\n", s->count);
    r = pthread_mutex_lock(&s->robust);
    printf("robust: %s\n", strerrorname_np(r));
    r = pthread_mutex_consistent(&s->robust);
    printf("consistent %d", r);
    r = pthread_mutex_unlock(&s->robust);
    printf(" unlock %d", r);
    printf(" lock %d\n", pthread_mutex_lock(&s->robust));
    waitpid(p, NULL, 0);
    return 0;
}
