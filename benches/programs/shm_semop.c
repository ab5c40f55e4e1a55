/* A number in shared memory, raised in turns by two processes with two semaphores: n round trips. */
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    int shm = shmget(IPC_PRIVATE, 4096, 0600), sem = semget(IPC_PRIVATE, 2, 0600);
    volatile long *number = shmat(shm, NULL, 0);
    if (shm < 0 || sem < 0 || number == (void *)-1)
        return 1;
    pid_t child = fork();
    struct sembuf wait_for = {child == 0, -1, 0}, post = {child != 0, 1, 0};
    for (long i = 0; i < n; i++) {
        if (child == 0) {
            if (semop(sem, &wait_for, 1))
                _exit(1);
            ++*number;
            if (semop(sem, &post, 1))
                _exit(1);
        } else {
            ++*number;
            if (semop(sem, &post, 1) || semop(sem, &wait_for, 1))
                return 1;
        }
    }
    if (child == 0)
        _exit(0);
    wait(NULL);
    int wrong = *number != 2 * n;
    semctl(sem, 0, IPC_RMID);
    shmctl(shm, IPC_RMID, NULL);
    return wrong;
}
