/* A number in shared memory, raised in turns by two processes with two semaphores: n round trips. */
#include "ping_pong.h"
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    int shm = shmget(IPC_PRIVATE, 4096, 0600), sem = semget(IPC_PRIVATE, 2, 0600);
    volatile long *number = shmat(shm, NULL, 0);
    if (shm < 0 || sem < 0 || number == (void *)-1)
        return 1;
    struct sembuf my_turn = {0, -1, 0}, mine_is_over = {1, 1, 0}, its_turn = {1, -1, 0}, its_is_over = {0, 1, 0};
    PING_PONG(n, (++*number, semop(sem, &mine_is_over, 1) == 0) && semop(sem, &my_turn, 1) == 0,
              semop(sem, &its_turn, 1) == 0 && (++*number, semop(sem, &its_is_over, 1) == 0));
    int wrong = *number != 2 * n;
    semctl(sem, 0, IPC_RMID);
    shmctl(shm, IPC_RMID, NULL);
    return wrong;
}
