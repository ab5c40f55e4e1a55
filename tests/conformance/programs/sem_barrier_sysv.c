// A barrier of System V semaphores: a counter in shared memory, a gate that opens when the value becomes zero.
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

enum { N = 6, PHASES = 4 };

int main(void)
{
    int *phase_of = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int sem = semget(IPC_PRIVATE, PHASES, 0600), status, early = 0;
    for (int p = 0; p < PHASES; p++)
        semctl(sem, p, SETVAL, N);
    for (int i = 0; i < N; i++) {
        if (fork() == 0) {
            int wrong = 0;
            for (int p = 0; p < PHASES; p++) {
                if ((i + p) % 3 == 0)
                    usleep(200);
                phase_of[i] = p + 1;
                struct sembuf arrive = {p, -1, 0}, pass = {p, 0, 0};
                semop(sem, &arrive, 1);
                semop(sem, &pass, 1);
                for (int j = 0; j < N; j++)
                    wrong += phase_of[j] < p + 1;
            }
            _exit(wrong);
        }
    }
    while (wait(&status) > 0)
        early += WEXITSTATUS(status);
    printf("%d passed early; phases:", early);
    for (int i = 0; i < N; i++)
        printf(" %d", phase_of[i]);
    printf("\n");
    semctl(sem, 0, IPC_RMID);
    return 0;
}
