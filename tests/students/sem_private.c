/* says: the semaphore '*ready' lies in shared memory | but it was made for the threads of one process | sem_init(&s, 1, value): 1, not 0, for pshared */
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	sem_t *ready = mmap(0, sizeof *ready, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	sem_init(ready, 0, 0);
	if (fork() == 0) {
		printf("child\n");
		fflush(stdout);
		sem_post(ready);
		_exit(0);
	}
	usleep(1000); /* the child is faster */
	sem_wait(ready);
	printf("parent\n");
	wait(0);
	return 0;
}
