#define _GNU_SOURCE
#include <stdio.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/wait.h>

/* how a parent learns whether exec went well: a pipe that exec closes */
static int start(const char *program)
{
	int p[2], error = 0;
	if (pipe2(p, O_CLOEXEC) == -1)
		return -1;
	pid_t pid = fork();
	if (pid == -1)
		return -1;
	if (pid == 0) {
		close(p[0]);
		execlp(program, program, NULL);
		error = 1;
		if (write(p[1], &error, sizeof error) == -1)
			_exit(126);
		_exit(127);
	}
	close(p[1]);
	ssize_t n = read(p[0], &error, sizeof error);
	close(p[0]);
	waitpid(pid, NULL, 0);
	return n == 0 ? 0 : 1;
}

int main(void)
{
	int good = start("true"), bad = start("no-such-program");
	printf("true: %d, no-such-program: %d\n", good, bad);
	return 0;
}
