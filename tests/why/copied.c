/* A semaphore in memory that fork copies: what the child posts is its own. */
#include <semaphore.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <stdlib.h>
struct table { int n; sem_t forks[3]; };
static struct table table;
int main(void)
{
    sem_init(&table.forks[1], 0, 0);
    if (fork() == 0) {
        sem_post(&table.forks[1]);
        _exit(0);
    }
    sem_wait(&table.forks[1]);
    wait(NULL);
}
