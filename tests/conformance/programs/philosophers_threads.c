// Dining philosophers with a semaphore each.
#include <stdio.h>
#include <stdlib.h>
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>
#define N 5
#define THINKING 2
#define HUNGRY 1
#define EATING 0
#define LEFT (phnum + 4) % N
#define RIGHT (phnum + 1) % N
int state[N];
int phil[N] = {0, 1, 2, 3, 4};
int meals[N];
sem_t mutex;
sem_t S[N];
void test(int phnum)
{
    if (state[phnum] == HUNGRY && state[LEFT] != EATING && state[RIGHT] != EATING) {
        state[phnum] = EATING;
        meals[phnum]++;
        sem_post(&S[phnum]);
    }
}
void take_fork(int phnum)
{
    sem_wait(&mutex);
    state[phnum] = HUNGRY;
    test(phnum);
    sem_post(&mutex);
    sem_wait(&S[phnum]);
}
void put_fork(int phnum)
{
    sem_wait(&mutex);
    state[phnum] = THINKING;
    test(LEFT);
    test(RIGHT);
    sem_post(&mutex);
}
void *philosopher(void *num)
{
    int *i = num;
    for (int r = 0; r < 3; r++) {
        usleep(1000 * (*i + 1));
        take_fork(*i);
        usleep(500);
        put_fork(*i);
    }
    return NULL;
}
int main()
{
    int i;
    pthread_t thread_id[N];
    sem_init(&mutex, 0, 1);
    for (i = 0; i < N; i++)
        sem_init(&S[i], 0, 0);
    for (i = 0; i < N; i++) {
        pthread_create(&thread_id[i], NULL, philosopher, &phil[i]);
    }
    for (i = 0; i < N; i++)
        pthread_join(thread_id[i], NULL);
    for (i = 0; i < N; i++)
        printf("Philosopher %d ate %d times\n", i + 1, meals[i]);
}
