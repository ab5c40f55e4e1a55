// The sleeping barber.
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>
#include <stdlib.h>
#define CHAIRS 3
#define CUST 8
static sem_t customers, barber, seat;
static int waiting, served, left;
static int closing;
static void *barber_fn(void *_)
{
    for (;;) {
        sem_wait(&customers);
        sem_wait(&seat);
        if (closing && waiting == 0) {
            sem_post(&seat);
            break;
        }
        waiting--;
        served++;
        sem_post(&barber);
        sem_post(&seat);
        usleep(3000);
    }
    return NULL;
}
static void *cust_fn(void *a)
{
    usleep((long)a * 1000);
    sem_wait(&seat);
    if (waiting < CHAIRS) {
        waiting++;
        sem_post(&customers);
        sem_post(&seat);
        sem_wait(&barber);
    } else {
        left++;
        sem_post(&seat);
    }
    return NULL;
}
int main(void)
{
    pthread_t b, c[CUST];
    sem_init(&customers, 0, 0);
    sem_init(&barber, 0, 0);
    sem_init(&seat, 0, 1);
    pthread_create(&b, NULL, barber_fn, NULL);
    for (long i = 0; i < CUST; i++)
        pthread_create(&c[i], 0, cust_fn, (void *)i);
    for (int i = 0; i < CUST; i++)
        pthread_join(c[i], 0);
    sem_wait(&seat);
    closing = 1;
    sem_post(&seat);
    sem_post(&customers);
    pthread_join(b, NULL);
    printf("served + left = %d\n", served + left);
    return 0;
}
