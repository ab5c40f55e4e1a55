#include <stdio.h>
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>

/* parent and child each have a flag of their own, which each one's handler sets */
static volatile sig_atomic_t stop;
static int rounds;

static void on_signal(int sig) { stop = sig; }

static void serve(void)
{
	while (!stop) {
		rounds++;
		usleep(1000);
	}
}

int main(void)
{
	sigset_t mask;
	signal(SIGTERM, on_signal);
	sigemptyset(&mask);
	pid_t pid = fork();
	if (pid == -1)
		return 1;
	if (pid == 0) {
		serve();
		_exit(rounds > 0 ? 0 : 1);
	}
	usleep(5000);
	kill(pid, SIGTERM);
	int status;
	waitpid(pid, &status, 0);
	if (!stop && rounds == 0)
		printf("child stopped with %d, parent goes on\n", WEXITSTATUS(status));
	return 0;
}
