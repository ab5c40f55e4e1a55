// Producers and consumers over a ring in shared memory, with three semaphores: free places, full places, and a mutex.
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FREE, FULL, MUTEX, SIZE = 4, ITEMS = 30 };

struct ring {
    int in, out;
    int item[SIZE];
    int sum, taken;
};

static int sem;
static struct ring *ring;

static void down(int n)
{
    struct sembuf op = {n, -1, SEM_UNDO};
    if (n != MUTEX)
        op.sem_flg = 0;
    if (semop(sem, &op, 1) < 0)
        perror("semop"), exit(1);
}

static void up(int n)
{
    struct sembuf op = {n, 1, n == MUTEX ? SEM_UNDO : 0};
    if (semop(sem, &op, 1) < 0)
        perror("semop"), exit(1);
}

static void produce(int from, int count)
{
    for (int i = 0; i < count; i++) {
        down(FREE);
        down(MUTEX);
        ring->item[ring->in] = from + i;
        ring->in = (ring->in + 1) % SIZE;
        up(MUTEX);
        up(FULL);
    }
    exit(0);
}

static void consume(int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++) {
        down(FULL);
        down(MUTEX);
        sum += ring->item[ring->out];
        ring->out = (ring->out + 1) % SIZE;
        ring->taken++;
        up(MUTEX);
        up(FREE);
    }
    down(MUTEX);
    ring->sum += sum;
    up(MUTEX);
    exit(0);
}

int main(void)
{
    unsigned short start[] = {SIZE, 0, 1}, now[3];
    int shm = shmget(IPC_PRIVATE, sizeof *ring, IPC_CREAT | 0600), status, failed = 0;
    sem = semget(IPC_PRIVATE, 3, IPC_CREAT | 0600);
    ring = shmat(shm, NULL, 0);
    if (shm < 0 || sem < 0 || ring == (void *)-1)
        return perror("ipc"), 1;
    shmctl(shm, IPC_RMID, NULL);
    semctl(sem, 0, SETALL, start);
    for (int p = 0; p < 3; p++)
        if (fork() == 0)
            produce(1000 * p, ITEMS);
    for (int c = 0; c < 2; c++)
        if (fork() == 0)
            consume(3 * ITEMS / 2);
    while (wait(&status) > 0)
        failed += status != 0;
    semctl(sem, 0, GETALL, now);
    printf("taken %d, sum %d, failed %d\n", ring->taken, ring->sum, failed);
    printf("free %d, full %d, mutex %d\n", now[FREE], now[FULL], now[MUTEX]);
    semctl(sem, 0, IPC_RMID);
    return 0;
}
