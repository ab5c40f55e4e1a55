// Producers and consumers over a segment and a set of semaphores.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};
#define BUFSZ 4
struct shared {
    int in, out, buf[BUFSZ];
    long sum;
};
enum { MUTEX, EMPTY, FULL };
static int sem;
static void P(int n)
{
    struct sembuf s = {n, -1, SEM_UNDO & 0};
    if (semop(sem, &s, 1) == -1) {
        perror("semop P");
        exit(1);
    }
}
static void V(int n)
{
    struct sembuf s;
    s.sem_num = n;
    s.sem_op = 1;
    s.sem_flg = 0;
    semop(sem, &s, 1);
}
int main(int argc, char **argv)
{
    int shm = shmget(IPC_PRIVATE, sizeof(struct shared), IPC_CREAT | 0666), i, k;
    struct shared *s = shmat(shm, NULL, 0);
    if (s == (void *)-1) {
        perror("shmat");
        return 1;
    }
    sem = semget(IPC_PRIVATE, 3, IPC_CREAT | 0666);
    unsigned short init[] = {1, BUFSZ, 0};
    union semun u;
    u.array = init;
    semctl(sem, 0, SETALL, u);
    for (k = 0; k < 2; k++)
        if (fork() == 0) {
            for (i = 1; i <= 20; i++) {
                P(EMPTY);
                P(MUTEX);
                s->buf[s->in] = k * 100 + i;
                s->in = (s->in + 1) % BUFSZ;
                V(MUTEX);
                V(FULL);
            }
            shmdt(s);
            exit(0);
        }
    for (k = 0; k < 2; k++)
        if (!fork()) {
            for (i = 1; i <= 20; i++) {
                P(FULL);
                P(MUTEX);
                s->sum += s->buf[s->out];
                s->out = (s->out + 1) % BUFSZ;
                V(MUTEX);
                V(EMPTY);
            }
            exit(0);
        }
    while (wait(NULL) > 0)
        ;
    printf("sum %ld\n", s->sum);
    printf("values %d %d %d\n", semctl(sem, MUTEX, GETVAL), semctl(sem, EMPTY, GETVAL),
           semctl(sem, FULL, GETVAL));
    struct shmid_ds d;
    shmctl(shm, IPC_STAT, &d);
    printf("attached %lu size %zu\n", (unsigned long)d.shm_nattch, d.shm_segsz);
    shmdt(s);
    shmctl(shm, IPC_RMID, NULL);
    semctl(sem, 0, IPC_RMID);
    printf("%d\n", semctl(sem, 0, GETVAL));
    perror("gone");
    return 0;
}
