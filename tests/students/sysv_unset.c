/* says: give semaphore 0 its first value, 0 now, right after semget() at sysv_unset.c:10 */
#include <stdio.h>
#include <unistd.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/wait.h>

int main(void)
{
	int id = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
	struct sembuf down = {0, -1, 0}, up = {0, 1, 0};
	if (fork() == 0) {
		semop(id, &down, 1);
		puts("child in");
		semop(id, &up, 1);
		return 0;
	}
	semop(id, &down, 1);
	puts("parent in");
	semop(id, &up, 1);
	wait(NULL);
	semctl(id, 0, IPC_RMID);
	return 0;
}
