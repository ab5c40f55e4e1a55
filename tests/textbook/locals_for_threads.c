/* Locals that threads use while their functions are there: one joins, one waits until its argument has been copied, and a worker that
 * was started from a function gets locals of others to work on, which lie where that function's were. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

struct start { sem_t copied; int id; };
struct job { int in, out; sem_t done; };

static sem_t filled, taken;
static struct job *slot;
static int seen;

static void *once(void *arg)
{
	*(int *)arg *= 2;
	return 0;
}

static int twice(int n)
{
	pthread_t t;
	int v = n;
	pthread_create(&t, 0, once, &v);
	pthread_join(t, 0);
	return v;
}

static void *worker(void *arg)
{
	struct start *s = arg;
	int id = s->id;
	sem_post(&s->copied);
	for (;;) {
		sem_wait(&filled);
		struct job *j = slot;
		sem_post(&taken);
		if (!j)
			break;
		j->out = j->in * j->in + id;
		sem_post(&j->done);
	}
	seen = id;
	return 0;
}

static pthread_t start_worker(int id)
{
	struct start s;
	pthread_t t;
	s.id = id;
	sem_init(&s.copied, 0, 0);
	pthread_create(&t, 0, worker, &s);
	sem_wait(&s.copied);
	sem_destroy(&s.copied);
	return t;
}

static int square(int n)
{
	struct job j;
	j.in = n;
	sem_init(&j.done, 0, 0);
	slot = &j;
	sem_post(&filled);
	sem_wait(&taken);
	sem_wait(&j.done);
	sem_destroy(&j.done);
	return j.out;
}

int main(void)
{
	sem_init(&filled, 0, 0);
	sem_init(&taken, 0, 0);
	printf("%d %d\n", twice(3), twice(4));
	pthread_t t = start_worker(1000);
	for (int i = 0; i < 3; i++)
		printf("%d\n", square(i));
	slot = 0;
	sem_post(&filled);
	pthread_join(t, 0);
	printf("%d\n", seen);
	return 0;
}
