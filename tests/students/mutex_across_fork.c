/* says: had it locked at mutex_across_fork.c:11 | when fork copied it | fork before there are threads */
#include <stdio.h>
#include <unistd.h>
#include <pthread.h>
#include <sys/wait.h>

pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *worker(void *arg)
{
	pthread_mutex_lock(&lock);
	usleep(1000);
	pthread_mutex_unlock(&lock);
	return arg;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, worker, NULL);
	usleep(100);
	pid_t pid = fork();
	if (pid == 0) {
		pthread_mutex_lock(&lock);
		puts("child");
		pthread_mutex_unlock(&lock);
		_exit(0);
	}
	pthread_join(t, NULL);
	waitpid(pid, NULL, 0);
	return 0;
}
