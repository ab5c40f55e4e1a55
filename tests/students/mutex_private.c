/* says: the mutex 's->m' lies in shared memory, and pid 4 uses it here, pid 3 at mutex_private.c:18, but it was made for the threads of one process | pthread_mutexattr_setpshared | [private-lock] */
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared { pthread_mutex_t m; int n; };

int main(void)
{
	struct shared *s = mmap(0, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutex_init(&s->m, 0);
	for (int k = 0; k < 2; k++)
		if (fork() == 0) {
			for (int i = 0; i < 100; i++) {
				/* Nobody sleeps here for long enough to be left lying. */
				pthread_mutex_lock(&s->m);
				s->n++;
				pthread_mutex_unlock(&s->m);
			}
			_exit(0);
		}
	while (wait(0) > 0)
		;
	printf("%d\n", s->n);
	return 0;
}
