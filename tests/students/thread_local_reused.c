/* says: 'job' of start() is read here by thread | start() has returned at thread_local_reused.c:23 | the thread gets its address here */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

struct job { int id; const char *name; };

static int done[3];

static void *work(void *arg)
{
	struct job *j = arg;
	done[j->id]++;
	return 0;
}

static void start(int id)
{
	struct job job = { id, "job" };
	pthread_t t;
	if (pthread_create(&t, 0, work, &job) == 0)
		pthread_detach(t);
}

int main(void)
{
	for (int i = 0; i < 3; i++)
		start(i);
	usleep(10000);
	printf("%d %d %d\n", done[0], done[1], done[2]);
	return 0;
}
