/* says: race on '*n' | both have taken semaphore | pid 3 posted it at sem_posted_twice.c:21 without having taken it | only who has taken it posts it */
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *n = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	sem_t *m = sem_open("/count", O_CREAT | O_EXCL, 0600, 1);
	if (n == MAP_FAILED || m == SEM_FAILED)
		return 1;
	sem_unlink("/count");
	for (int k = 0; k < 3; k++)
		if (fork() == 0) {
			sem_wait(m);
			*n = *n + 1;
			sem_post(m);
			sem_post(m); /* "to be sure" */
			_exit(0);
		}
	while (wait(0) > 0)
		;
	printf("%d\n", *n);
	return 0;
}
