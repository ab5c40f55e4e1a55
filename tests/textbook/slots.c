/* One producer and one consumer with a ring of slots and two semaphores, and no lock: in shared memory between processes, and by a
 * semaphore with a name. The consumer is impatient: it waits with a time limit, tries first, and looks at the value at the end. */
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SLOTS 3
#define ITEMS 20

struct ring { sem_t empty, full; int item[SLOTS]; int sum; };

static void take(sem_t *s)
{
	struct timespec until;
	while (sem_trywait(s) == -1) {
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += 1000000;
		if (until.tv_nsec >= 1000000000) {
			until.tv_nsec -= 1000000000;
			until.tv_sec++;
		}
		if (sem_timedwait(s, &until) == 0)
			return;
		if (errno != ETIMEDOUT)
			perror("sem_timedwait");
	}
}

int main(void)
{
	char name[32];
	struct ring *r = mmap(0, sizeof *r, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (r == MAP_FAILED)
		return 1;
	snprintf(name, sizeof name, "/slots.%d", (int)getpid());
	sem_t *done = sem_open(name, O_CREAT | O_EXCL, 0600, 0);
	if (done == SEM_FAILED)
		return 1;
	memset(r, 0, sizeof *r);
	sem_init(&r->empty, 1, SLOTS);
	sem_init(&r->full, 1, 0);
	if (fork() == 0) {
		sem_t *mine = sem_open(name, 0);
		for (int k = 0; k < ITEMS; k++) {
			take(&r->full);
			r->sum += r->item[k % SLOTS];
			sem_post(&r->empty);
		}
		sem_post(mine);
		sem_close(mine);
		_exit(0);
	}
	for (int k = 0; k < ITEMS; k++) {
		sem_wait(&r->empty);
		r->item[k % SLOTS] = k;
		if (k % 7 == 0)
			usleep(2000);
		sem_post(&r->full);
	}
	int value;
	while (sem_getvalue(done, &value) == 0 && value == 0)
		usleep(100);
	printf("%d\n", r->sum);
	wait(0);
	sem_destroy(&r->empty);
	sem_destroy(&r->full);
	/* The same memory again, for something else: a lock whose token is handed over. */
	sem_init(&r->full, 1, 0);
	if (fork() == 0) {
		sem_wait(&r->full);
		r->sum++;
		sem_post(done);
		_exit(0);
	}
	r->sum = 0;
	sem_post(&r->full);
	sem_wait(done);
	sem_wait(done);
	printf("%d\n", r->sum);
	wait(0);
	sem_close(done);
	sem_unlink(name);
	return 0;
}
