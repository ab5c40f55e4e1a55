#include <stdio.h>
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>

/* a helper is ended at the end, whether it still runs or not */
int main(void)
{
	pid_t quick = fork();
	if (quick == -1)
		return 1;
	if (quick == 0)
		_exit(0);
	pid_t slow = fork();
	if (slow == -1)
		return 1;
	if (slow == 0) {
		pause();
		_exit(0);
	}
	waitpid(quick, NULL, 0);
	kill(quick, SIGTERM);
	kill(slow, SIGTERM);
	int status;
	waitpid(slow, &status, 0);
	printf("slow: signal %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	if (kill(slow, 0) == -1)
		puts("slow is gone");
	return 0;
}
