#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>
union semun { int val; struct semid_ds *buf; unsigned short *array; };
int main(void)
{
	int shmid = shmget(IPC_PRIVATE, sizeof(int), IPC_CREAT | 0600);
	int semid = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
	union semun u;
	u.val = 1;
	semctl(semid, 0, SETVAL, u);
	int *n = shmat(shmid, NULL, 0);
	*n = 0;
	struct sembuf p = { 0, -1, SEM_UNDO }, v = { 0, 1, SEM_UNDO };
	for (int i = 0; i < 3; i++)
		if (fork() == 0) {
			for (int k = 0; k < 100; k++) {
				semop(semid, &p, 1);
				(*n)++;
				semop(semid, &v, 1);
			}
			shmdt(n);
			exit(0);
		}
	for (int i = 0; i < 3; i++)
		wait(NULL);
	printf("%d\n", *n);
	shmdt(n);
	shmctl(shmid, IPC_RMID, NULL);
	semctl(semid, 0, IPC_RMID);
	return 0;
}
