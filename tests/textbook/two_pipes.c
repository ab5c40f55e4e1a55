#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

/* question and answer over two pipes */
int main(void)
{
	int to[2], from[2];
	char buf[32];
	if (pipe(to) == -1 || pipe(from) == -1)
		return 1;
	pid_t pid = fork();
	if (pid == -1)
		return 1;
	if (pid == 0) {
		close(to[1]);
		close(from[0]);
		ssize_t n = read(to[0], buf, sizeof buf);
		for (ssize_t i = 0; i < n; i++)
			buf[i] -= 32;
		if (n > 0 && write(from[1], buf, n) != n)
			_exit(1);
		_exit(0);
	}
	close(to[0]);
	close(from[1]);
	if (write(to[1], "ping", 4) != 4)
		return 1;
	close(to[1]);
	ssize_t n = read(from[0], buf, sizeof buf);
	printf("answer: %.*s\n", (int)n, buf);
	waitpid(pid, NULL, 0);
	return 0;
}
