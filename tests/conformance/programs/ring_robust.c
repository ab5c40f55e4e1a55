// A ring in shared memory, semaphores and a robust mutex whose owner ends.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <semaphore.h>
#include <unistd.h>
#include <sys/wait.h>
#include <pthread.h>
#include <errno.h>
#define SLOTS 8
struct ring {
    sem_t empty, full;
    pthread_mutex_t lock;
    pthread_cond_t cv;
    unsigned head, tail;
    int done;
    struct {
        int producer, seq;
        char text[24];
    } slot[SLOTS];
};
int main(void)
{
    shm_unlink("/ring");
    int fd = shm_open("/ring", O_CREAT | O_RDWR | O_EXCL, 0600);
    printf("%d\n", ftruncate(fd, sizeof(struct ring)));
    struct stat st;
    fstat(fd, &st);
    printf("%d %o\n", st.st_size == sizeof(struct ring), st.st_mode & 0777);
    struct ring *r = mmap(NULL, sizeof *r, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    sem_init(&r->empty, 1, SLOTS);
    sem_init(&r->full, 1, 0);
    pthread_mutexattr_t ma;
    pthread_mutexattr_init(&ma);
    pthread_mutexattr_setpshared(&ma, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&ma, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&r->lock, &ma);
    pthread_condattr_t ca;
    pthread_condattr_init(&ca);
    pthread_condattr_setpshared(&ca, PTHREAD_PROCESS_SHARED);
    pthread_cond_init(&r->cv, &ca);
    fflush(stdout);
    for (int p = 0; p < 3; p++)
        if (!fork()) {
            int f2 = shm_open("/ring", O_RDWR, 0);
            struct ring *q = mmap(NULL, sizeof *q, PROT_READ | PROT_WRITE, MAP_SHARED, f2, 0);
            for (int i = 0; i < 30; i++) {
                sem_wait(&q->empty);
                pthread_mutex_lock(&q->lock);
                unsigned h = q->head++ % SLOTS;
                q->slot[h].producer = p;
                q->slot[h].seq = i;
                snprintf(q->slot[h].text, 24, "p%d-%d", p, i);
                pthread_mutex_unlock(&q->lock);
                sem_post(&q->full);
            }
            pthread_mutex_lock(&q->lock);
            q->done++;
            pthread_cond_signal(&q->cv);
            pthread_mutex_unlock(&q->lock);
            _exit(0);
        }
    int next[3] = { 0 }, ok = 1;
    for (int i = 0; i < 90; i++) {
        while (sem_wait(&r->full) < 0 && errno == EINTR);
        pthread_mutex_lock(&r->lock);
        unsigned t = r->tail++ % SLOTS;
        int p = r->slot[t].producer;
        char want[24];
        sprintf(want, "p%d-%d", p, next[p]);
        if (strcmp(want, r->slot[t].text))
            ok = 0;
        next[p]++;
        pthread_mutex_unlock(&r->lock);
        sem_post(&r->empty);
    }
    pthread_mutex_lock(&r->lock);
    while (r->done < 3)
        pthread_cond_wait(&r->cv, &r->lock);
    pthread_mutex_unlock(&r->lock);
    printf("ordered %d: %d %d %d\n", ok, next[0], next[1], next[2]);
    while (wait(0) > 0);
    if (!fork()) {
        pthread_mutex_lock(&r->lock);
        _exit(0);
    }
    wait(0);
    int e = pthread_mutex_lock(&r->lock);
    printf("%s\n", e == EOWNERDEAD ? "owner dead" : strerror(e));
    printf("%d\n", pthread_mutex_consistent(&r->lock));
    pthread_mutex_unlock(&r->lock);
    if (!fork()) {
        pthread_mutex_lock(&r->lock);
        _exit(0);
    }
    wait(0);
    pthread_mutex_lock(&r->lock);
    pthread_mutex_unlock(&r->lock);
    printf("%s\n", strerror(pthread_mutex_lock(&r->lock)));
    printf("%d %d\n", munmap(r, sizeof *r), shm_unlink("/ring"));
    printf("%d %s\n", shm_open("/ring", O_RDWR, 0), strerror(errno));
    return 0;
}
