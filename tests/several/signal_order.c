// Two children send a signal each; the parent's handlers run in the order in which they come.
// legal: 1 2
// legal: 2 1
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int order[2], n;

static void handler(int sig)
{
	order[n++] = sig == SIGUSR1 ? 1 : 2;
}

int main(void)
{
	struct sigaction a = { 0 };
	a.sa_handler = handler;
	a.sa_flags = SA_RESTART;
	sigaddset(&a.sa_mask, SIGUSR1);
	sigaddset(&a.sa_mask, SIGUSR2);
	sigaction(SIGUSR1, &a, 0);
	sigaction(SIGUSR2, &a, 0);
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			kill(getppid(), i ? SIGUSR2 : SIGUSR1);
			_exit(0);
		}
	while (wait(0) > 0)
		;
	printf("%d %d\n", order[0], order[1]);
	return 0;
}
