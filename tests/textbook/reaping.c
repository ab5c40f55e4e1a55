#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static void sigchld(int s)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}
int main(void)
{
	struct sigaction sa = { .sa_handler = sigchld };
	sigemptyset(&sa.sa_mask);
	sa.sa_flags = SA_NOCLDSTOP;
	sigaction(SIGCHLD, &sa, NULL);
	for (int i = 0; i < 3; i++)
		if (fork() == 0) {
			usleep(1000 * (i + 1));
			_exit(i);
		}
	unsigned left = 5;
	while (left > 0)
		left = sleep(left);
	puts("slept");
	return 0;
}
