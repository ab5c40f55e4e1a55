// A signal for a child that is about to end by itself.
// legal: exit 0
// legal: signal 15
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int s;
	pid_t p = fork();
	if (p == 0)
		_exit(0);
	kill(p, SIGTERM);
	wait(&s);
	if (WIFSIGNALED(s))
		printf("signal %d\n", WTERMSIG(s));
	else
		printf("exit %d\n", WEXITSTATUS(s));
	return 0;
}
