/* says: read() has found the end here 100 times in a row */
#include <stdio.h>
#include <poll.h>
#include <unistd.h>
#include <sys/wait.h>
int main(void)
{
	int p[2];
	pipe(p);
	if (fork() == 0) {
		write(p[1], "x", 1);
		_exit(0);
	}
	close(p[1]);
	struct pollfd f = {p[0], POLLIN, 0};
	int rounds = 0;
	for (;;) {
		poll(&f, 1, -1);
		if (f.revents) {
			char c;
			read(p[0], &c, 1);
		}
		if (++rounds > 2000)
			break;
	}
	wait(NULL);
	return 0;
}
