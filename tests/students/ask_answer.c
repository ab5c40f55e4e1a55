/* says: reads back here what it wrote to the pipe itself | use two pipes, one for each direction, or a socketpair() */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

int main(void)
{
	int p[2];
	char buf[32];
	if (pipe(p) == -1)
		return 1;
	if (fork() == 0) {
		ssize_t n = read(p[0], buf, sizeof buf);
		if (n > 0)
			write(p[1], "pong", 4);
		_exit(0);
	}
	write(p[1], "ping", 4);
	ssize_t n = read(p[0], buf, sizeof buf);
	printf("answer: %.*s\n", (int)n, buf);
	close(p[0]);
	close(p[1]);
	wait(NULL);
	return 0;
}
