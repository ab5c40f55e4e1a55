/* Locks that processes share, made so; one of threads in a process that has shared memory, too; a child that gives back after fork what
 * its parent had locked (pthread_atfork). */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared { pthread_mutex_t m, mine; pthread_cond_t c; sem_t s; int n; };

static pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;

static void lock(void) { pthread_mutex_lock(&own); }
static void unlock(void) { pthread_mutex_unlock(&own); }

int main(void)
{
	struct shared *s = mmap(0, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t a;
	pthread_condattr_t ca;
	pthread_mutexattr_init(&a);
	pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&s->m, &a);
	pthread_mutex_init(&s->mine, 0);
	pthread_condattr_init(&ca);
	pthread_condattr_setpshared(&ca, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&s->c, &ca);
	sem_init(&s->s, 1, 0);
	pthread_atfork(lock, unlock, unlock);
	pthread_mutex_lock(&s->mine);
	if (fork() == 0) {
		pthread_mutex_lock(&s->m);
		s->n = 1;
		pthread_cond_signal(&s->c);
		pthread_mutex_unlock(&s->m);
		sem_post(&s->s);
		_exit(0);
	}
	pthread_mutex_unlock(&s->mine);
	pthread_mutex_lock(&s->m);
	while (!s->n)
		pthread_cond_wait(&s->c, &s->m);
	pthread_mutex_unlock(&s->m);
	sem_wait(&s->s);
	printf("%d\n", s->n);
	wait(0);
	return 0;
}
