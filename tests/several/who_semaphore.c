// One unit of a semaphore, two processes that want it.
// legal: 1
// legal: 2
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	struct { sem_t free, done; volatile int winner; } *s;
	pid_t kids[2];
	s = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	sem_init(&s->free, 1, 0);
	sem_init(&s->done, 1, 0);
	for (int i = 0; i < 2; i++)
		if ((kids[i] = fork()) == 0) {
			sem_wait(&s->free);
			s->winner = i + 1;
			sem_post(&s->done);
			_exit(0);
		}
	sem_post(&s->free);
	sem_wait(&s->done);
	printf("%d\n", s->winner);
	for (int i = 0; i < 2; i++)
		kill(kids[i], SIGKILL);
	while (wait(0) > 0)
		;
	return 0;
}
