// conformance: root
/* A signal that waits is charged to the user that its target had when it was sent. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int queued(void)
{
	char line[256];
	int n = -1;
	FILE *f = fopen("/proc/self/status", "r");

	while (fgets(line, sizeof line, f))
		sscanf(line, "SigQ: %d", &n);
	fclose(f);
	return n;
}

int main(void)
{
	sigset_t all;
	pid_t child;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	setresuid(54322, 54322, 0);
	raise(SIGUSR1);
	raise(SIGUSR2);
	printf("sent: %d\n", queued());
	setresuid(-1, 0, -1);
	setresuid(54323, 54323, 0);
	printf("another user: %d\n", queued());
	raise(SIGHUP);
	printf("one more: %d\n", queued());
	fflush(stdout);
	setresuid(-1, 0, -1);
	child = fork();
	if (child == 0) {
		setuid(54322);
		printf("a process of the first: %d\n", queued());
		fflush(stdout);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	return 0;
}
