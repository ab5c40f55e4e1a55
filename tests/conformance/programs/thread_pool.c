// A pool of threads, a queue of jobs and futures.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdbool.h>
/* thread pool with job queue and futures */
typedef struct job {
    void (*run)(struct job *);
    struct job *next;
    int in;
    long out;
    bool done;
} job_t;
typedef struct {
    job_t *head, **tail;
    pthread_mutex_t m;
    pthread_cond_t nonempty, finished;
    bool stop;
    int nthr;
    pthread_t thr[4];
    unsigned ran;
} pool_t;
static void *worker(void *arg)
{
    pool_t *p = arg;
    unsigned mine = 0;
    pthread_mutex_lock(&p->m);
    while (true) {
        while (!p->head && !p->stop)
            pthread_cond_wait(&p->nonempty, &p->m);
        if (!p->head)
            break;
        job_t *j = p->head;
        if (!(p->head = j->next))
            p->tail = &p->head;
        pthread_mutex_unlock(&p->m);
        j->run(j);
        mine++;
        pthread_mutex_lock(&p->m);
        j->done = true;
        p->ran++;
        pthread_cond_broadcast(&p->finished);
    }
    pthread_mutex_unlock(&p->m);
    return (void *)(size_t)mine;
}
static void submit(pool_t *p, job_t *j)
{
    j->next = NULL;
    j->done = false;
    pthread_mutex_lock(&p->m);
    *p->tail = j;
    p->tail = &j->next;
    pthread_cond_signal(&p->nonempty);
    pthread_mutex_unlock(&p->m);
}
static long get(pool_t *p, job_t *j)
{
    pthread_mutex_lock(&p->m);
    while (!j->done)
        pthread_cond_wait(&p->finished, &p->m);
    pthread_mutex_unlock(&p->m);
    return j->out;
}
static void collatz(job_t *j)
{
    long n = j->in;
    for (j->out = 0; n != 1; j->out++)
        n = n & 1 ? 3 * n + 1 : n / 2;
}
int main(void)
{
    pool_t p = {.nthr = 4};
    p.tail = &p.head;
    pthread_mutex_init(&p.m, 0);
    pthread_cond_init(&p.nonempty, 0);
    pthread_cond_init(&p.finished, 0);
    for (int i = 0; i < p.nthr; i++)
        pthread_create(&p.thr[i], 0, worker, &p);
    job_t jobs[20] = {{0}};
    for (int i = 0; i < 20; i++) {
        jobs[i].run = collatz;
        jobs[i].in = i + 1;
        submit(&p, &jobs[i]);
    }
    for (int i = 0; i < 20; i++)
        printf("%ld%c", get(&p, &jobs[i]), i == 19 ? '\n' : ' ');
    pthread_mutex_lock(&p.m);
    p.stop = true;
    pthread_cond_broadcast(&p.nonempty);
    pthread_mutex_unlock(&p.m);
    unsigned sum = 0;
    for (int i = 0; i < p.nthr; i++) {
        void *r;
        pthread_join(p.thr[i], &r);
        sum += (size_t)r;
    }
    printf("%u %u\n", sum, p.ran);
    return 0;
}
