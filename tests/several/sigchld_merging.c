// Three children end: SIGCHLD does not queue, so the handler runs once, twice or three times.
// legal: 1
// legal: 2
// legal: 3
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int calls;

static void handler(int sig)
{
	(void)sig;
	calls++;
}

int main(void)
{
	sigset_t chld, old;
	signal(SIGCHLD, handler);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, &old);
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			_exit(0);
	sigprocmask(SIG_SETMASK, &old, 0);
	while (wait(0) > 0)
		;
	printf("%d\n", calls);
	return 0;
}
