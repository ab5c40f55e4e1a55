// A thread pool: a queue of tasks with results, shut down when all is done.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct task { int (*run)(int); int arg, result; struct task *next; };

static struct {
    struct task *first, *last;
    int open, closing;
    pthread_mutex_t lock;
    pthread_cond_t work, idle;
} pool = { .lock = PTHREAD_MUTEX_INITIALIZER, .work = PTHREAD_COND_INITIALIZER, .idle = PTHREAD_COND_INITIALIZER };

static void *worker(void *arg)
{
    long done = 0;
    (void)arg;
    pthread_mutex_lock(&pool.lock);
    for (;;) {
        while (!pool.first && !pool.closing)
            pthread_cond_wait(&pool.work, &pool.lock);
        struct task *t = pool.first;
        if (!t)
            break;
        pool.first = t->next;
        pthread_mutex_unlock(&pool.lock);
        t->result = t->run(t->arg);
        done++;
        pthread_mutex_lock(&pool.lock);
        if (--pool.open == 0)
            pthread_cond_signal(&pool.idle);
    }
    pthread_mutex_unlock(&pool.lock);
    return (void *)done;
}

static void submit(struct task *t)
{
    pthread_mutex_lock(&pool.lock);
    t->next = NULL;
    if (pool.first)
        pool.last->next = t;
    else
        pool.first = t;
    pool.last = t;
    pool.open++;
    pthread_cond_signal(&pool.work);
    pthread_mutex_unlock(&pool.lock);
}

static int collatz(int n)
{
    int steps = 0;
    while (n != 1) {
        n = n % 2 ? 3 * n + 1 : n / 2;
        steps++;
    }
    return steps;
}

static int square(int n)
{
    return n * n;
}

int main(void)
{
    enum { WORKERS = 3, TASKS = 20 };
    pthread_t t[WORKERS];
    struct task *tasks = calloc(TASKS, sizeof *tasks);
    long total = 0;
    int i;
    for (i = 0; i < WORKERS; i++)
        pthread_create(&t[i], NULL, worker, NULL);
    for (i = 0; i < TASKS; i++) {
        tasks[i].run = i % 2 ? square : collatz;
        tasks[i].arg = i + 1;
        submit(&tasks[i]);
    }
    pthread_mutex_lock(&pool.lock);
    while (pool.open > 0)
        pthread_cond_wait(&pool.idle, &pool.lock);
    pool.closing = 1;
    pthread_cond_broadcast(&pool.work);
    pthread_mutex_unlock(&pool.lock);
    for (i = 0; i < WORKERS; i++) {
        void *r;
        pthread_join(t[i], &r);
        total += (long)r;
    }
    for (i = 0; i < TASKS; i++)
        printf("%s(%d) = %d\n", i % 2 ? "square" : "collatz", tasks[i].arg, tasks[i].result);
    printf("%ld tasks done\n", total);
    free(tasks);
    return 0;
}
