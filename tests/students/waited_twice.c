/* says: waitpid() failed here: ECHILD | a SIGCHLD handler may have done so */
#include <stdio.h>
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>
static void on(int s) { while (waitpid(-1, NULL, WNOHANG) > 0); }
int main(void)
{
	signal(SIGCHLD, on);
	int status;
	pid_t pid = fork();
	if (pid == 0)
		_exit(3);
	usleep(1000);
	waitpid(pid, &status, 0);
	printf("exit status %d\n", WEXITSTATUS(status));
	return 0;
}
