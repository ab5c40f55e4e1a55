// Five dining philosophers; the last one picks his forks up in the other order, so that nobody starves.
#include <pthread.h>
#include <stdio.h>

enum { N = 5, MEALS = 200 };

static pthread_mutex_t fork_of[N];
static int meals[N], eating[N], conflicts;

static void *philosopher(void *arg)
{
    int me = (int)(long)arg, left = me, right = (me + 1) % N, i;
    if (me == N - 1) {
        left = right;
        right = me;
    }
    for (i = 0; i < MEALS; i++) {
        pthread_mutex_lock(&fork_of[left]);
        pthread_mutex_lock(&fork_of[right]);
        eating[me] = 1;
        if (eating[(me + 1) % N] || eating[(me + N - 1) % N])
            conflicts++;
        meals[me]++;
        eating[me] = 0;
        pthread_mutex_unlock(&fork_of[right]);
        pthread_mutex_unlock(&fork_of[left]);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    long i;
    for (i = 0; i < N; i++)
        pthread_mutex_init(&fork_of[i], NULL);
    for (i = 0; i < N; i++)
        pthread_create(&t[i], NULL, philosopher, (void *)i);
    for (i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    for (i = 0; i < N; i++)
        printf("philosopher %ld ate %d times\n", i, meals[i]);
    printf("neighbours at once: %d\n", conflicts);
    return 0;
}
