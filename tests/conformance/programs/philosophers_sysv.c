// Dining philosophers without deadlock: both forks are taken in one semop, all or nothing.
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

enum { N = 5, MEALS = 40 };

int main(void)
{
    unsigned short forks[N];
    int status, meals = 0, sem = semget(IPC_PRIVATE, N, IPC_CREAT | 0600);
    for (int i = 0; i < N; i++)
        forks[i] = 1;
    semctl(sem, 0, SETALL, forks);
    for (int i = 0; i < N; i++) {
        if (fork() == 0) {
            struct sembuf take[2] = {{i, -1, SEM_UNDO}, {(i + 1) % N, -1, SEM_UNDO}};
            struct sembuf put[2] = {{i, 1, SEM_UNDO}, {(i + 1) % N, 1, SEM_UNDO}};
            int eaten = 0;
            while (eaten < MEALS) {
                if (semop(sem, take, 2) < 0)
                    _exit(0);
                eaten++;
                // The fourth one leaves the table without putting the forks back; SEM_UNDO does.
                if (i == 3 && eaten == MEALS / 2)
                    _exit(eaten);
                if (eaten % 16 == 0)
                    usleep(50);
                semop(sem, put, 2);
            }
            _exit(eaten);
        }
    }
    while (wait(&status) > 0)
        meals += WEXITSTATUS(status);
    semctl(sem, 0, GETALL, forks);
    printf("%d meals; forks on the table:", meals);
    for (int i = 0; i < N; i++)
        printf(" %d", forks[i]);
    printf("\n");
    semctl(sem, 0, IPC_RMID);
    return 0;
}
