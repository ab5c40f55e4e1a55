/* RLIMIT_SIGPENDING counts the queued signals of all of a user's processes, and a place for each timer. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long queued(void)
{
	char line[100];
	long n = -1;
	FILE *f = fopen("/proc/self/status", "r");
	while (f && fgets(line, sizeof line, f))
		sscanf(line, "SigQ: %ld/", &n);
	if (f)
		fclose(f);
	return n;
}

static void fill(int pid, int most)
{
	int n = 0;
	while (n < most && sigqueue(pid, SIGRTMIN, (union sigval){ n }) == 0)
		n++;
	printf("  queued %d: %s\n", n, n < most ? strerror(errno) : "all");
}

int main(void)
{
	struct rlimit limit;
	sigset_t set;
	timer_t timer;
	long before = queued();
	int p[2], child;
	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, 0);
	getrlimit(RLIMIT_SIGPENDING, &limit);
	limit.rlim_cur = before + 10;
	setrlimit(RLIMIT_SIGPENDING, &limit);

	pipe(p);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		char c;
		close(p[1]);
		read(p[0], &c, 1);
		_exit(0);
	}
	printf("child\n");
	fill(child, 6);
	printf("  %ld more\n", queued() - before);
	printf("parent\n");
	fill(getpid(), 6);
	printf("  %ld more\n", queued() - before);
	errno = 0;
	timer_create(CLOCK_MONOTONIC, 0, &timer);
	printf("timer: %s\n", strerror(errno));
	errno = 0;
	kill(getpid(), SIGRTMIN + 1 - 1);
	printf("kill: %s\n", strerror(errno));
	close(p[1]);
	waitpid(child, 0, 0);
	printf("child gone: %ld more\n", queued() - before);
	errno = 0;
	timer_create(CLOCK_MONOTONIC, 0, &timer);
	printf("timer: %s, %ld more\n", strerror(errno), queued() - before);
	fill(getpid(), 20);
	timer_delete(timer);
	printf("timer gone: %ld more\n", queued() - before);
	return 0;
}
