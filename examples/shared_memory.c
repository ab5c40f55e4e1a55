/* Shared memory: the same physical frame in the address spaces of two processes, and a semaphore to take turns.
 * Watch: an ordinary store in one process is an ordinary load in the other; how would one know that the other has written?
 * The semaphores say so: one counts free places, the other full ones. */
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FREE, FULL };

static void change(int sem, int which, int by)
{
    struct sembuf op = {which, by, 0};
    semop(sem, &op, 1);
}

int main(void)
{
    union { int val; struct semid_ds *buf; unsigned short *array; } arg;
    int shm = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    int sem = semget(IPC_PRIVATE, 2, IPC_CREAT | 0600);
    int *box = shmat(shm, NULL, 0);
    int sum = 0;

    if (shm < 0 || sem < 0 || box == (void *)-1) {
        perror("shared memory");
        return 1;
    }
    arg.val = 1;
    semctl(sem, FREE, SETVAL, arg);
    arg.val = 0;
    semctl(sem, FULL, SETVAL, arg);

    if (fork() == 0) {
        for (int i = 1; i <= 5; i++) {
            change(sem, FREE, -1);
            *box = i * i;
            change(sem, FULL, 1);
        }
        shmdt(box);
        return 0;
    }
    for (int i = 1; i <= 5; i++) {
        change(sem, FULL, -1);
        printf("got %d\n", *box);
        sum += *box;
        change(sem, FREE, 1);
    }
    wait(NULL);
    printf("sum %d\n", sum);
    shmdt(box);
    shmctl(shm, IPC_RMID, NULL);
    semctl(sem, 0, IPC_RMID);
    return 0;
}
