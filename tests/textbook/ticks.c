#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile sig_atomic_t children = 2;
static void reap(int s)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		children--;
}
static void ticks(int s) { write(1, ".", 1); alarm(1); }
int main(void)
{
	struct sigaction sa = { .sa_handler = reap, .sa_flags = 0 };
	sigaction(SIGCHLD, &sa, NULL);
	sa.sa_handler = ticks;
	sigaction(SIGALRM, &sa, NULL);
	alarm(1);
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			sleep(2 + i);
			_exit(0);
		}
	while (children > 0)
		pause();
	alarm(0);
	puts("");
	return 0;
}
