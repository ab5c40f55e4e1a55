#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

/* as many bytes as have come are written on */
int main(void)
{
	int p[2];
	char buf[256];
	ssize_t n;
	if (pipe(p) == -1)
		return 1;
	pid_t pid = fork();
	if (pid == -1)
		return 1;
	if (pid == 0) {
		close(p[0]);
		for (int i = 0; i < 5; i++) {
			dprintf(p[1], "line %d\n", i);
			usleep(500);
		}
		_exit(0);
	}
	close(p[1]);
	while ((n = read(p[0], buf, sizeof buf)) > 0)
		if (write(STDOUT_FILENO, buf, n) != n)
			return 1;
	waitpid(pid, NULL, 0);
	return 0;
}
