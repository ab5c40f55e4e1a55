#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile sig_atomic_t ready;
static void h(int s) { ready = 1; }
int main(void)
{
	sigset_t block, old;
	struct sigaction sa = { .sa_handler = h };
	sigaction(SIGUSR1, &sa, NULL);
	sigemptyset(&block);
	sigaddset(&block, SIGUSR1);
	sigprocmask(SIG_BLOCK, &block, &old);
	pid_t pid = fork();
	if (pid == 0) {
		while (!ready)
			sigsuspend(&old);
		printf("child goes\n");
		exit(0);
	}
	printf("parent first\n");
	fflush(stdout);
	kill(pid, SIGUSR1);
	waitpid(pid, NULL, 0);
	return 0;
}
