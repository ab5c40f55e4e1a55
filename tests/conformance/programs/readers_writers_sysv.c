// Readers and writers: a writer needs all the places of a semaphore at once, a reader needs one.
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PLACES = 5, ROUNDS = 20 };

static struct {
    int a, b, reads, torn;
} *data;
static int sem;

static void change(int by)
{
    struct sembuf op = {0, by, 0};
    semop(sem, &op, 1);
}

static void count(int *what)
{
    struct sembuf in = {1, -1, 0}, out = {1, 1, 0};
    semop(sem, &in, 1);
    ++*what;
    semop(sem, &out, 1);
}

static void reader(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        change(-1);
        int a = data->a;
        if (i % 7 == 0)
            usleep(100);
        if (a != data->b)
            count(&data->torn);
        change(1);
        count(&data->reads);
    }
    exit(0);
}

static void writer(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        change(-PLACES);
        data->a++;
        if (i % 5 == 0)
            usleep(100);
        data->b++;
        change(PLACES);
    }
    exit(0);
}

int main(void)
{
    int shm = shmget(IPC_PRIVATE, 100, 0600);
    data = shmat(shm, NULL, 0);
    sem = semget(IPC_PRIVATE, 2, 0600);
    semctl(sem, 0, SETVAL, PLACES);
    semctl(sem, 1, SETVAL, 1);
    for (int i = 0; i < 4; i++)
        if (fork() == 0)
            reader();
    for (int i = 0; i < 2; i++)
        if (fork() == 0)
            writer();
    while (wait(NULL) > 0)
        ;
    printf("%d reads, %d of them torn, written %d and %d, places %d\n", data->reads, data->torn, data->a, data->b,
           semctl(sem, 0, GETVAL));
    semctl(sem, 0, IPC_RMID);
    shmctl(shm, IPC_RMID, NULL);
    return 0;
}
