#include <stdio.h>
#include <signal.h>
#include <errno.h>
#include <unistd.h>
#include <sys/wait.h>

/* a handler wakes the main loop by a pipe that only this process uses; the child has inherited it */
static int wake[2];

static void on_child(int sig)
{
	int saved = errno;
	char what[2] = {'C', (char)sig};
	if (write(wake[1], what, sizeof what) == -1)
		_exit(1);
	errno = saved;
}

int main(void)
{
	struct sigaction sa = {0};
	char what[2];
	if (pipe(wake) == -1)
		return 1;
	sa.sa_handler = on_child;
	sa.sa_flags = SA_RESTART;
	sigaction(SIGCHLD, &sa, NULL);
	pid_t pid = fork();
	if (pid == -1)
		return 1;
	if (pid == 0)
		_exit(7);
	if (read(wake[0], what, sizeof what) == sizeof what)
		printf("woken by %c\n", what[0]);
	int status;
	if (waitpid(pid, &status, 0) == pid && WIFEXITED(status))
		printf("status %d\n", WEXITSTATUS(status));
	return 0;
}
