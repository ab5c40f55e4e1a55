#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
struct header { int kind, len; };
static int read_all(int fd, void *buf, size_t n)
{
	char *p = buf;
	while (n > 0) {
		ssize_t k = read(fd, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return -1;
		p += k;
		n -= k;
	}
	return 0;
}
int main(void)
{
	int s[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	if (fork() == 0) {
		struct header h = { 1, 5 };
		close(s[0]);
		write(s[1], &h, 4);
		usleep(100);
		write(s[1], (char *)&h + 4, 4);
		write(s[1], "he", 2);
		usleep(100);
		write(s[1], "llo", 3);
		exit(0);
	}
	close(s[1]);
	struct header h;
	char text[100];
	while (read_all(s[0], &h, sizeof h) == 0) {
		if (read_all(s[0], text, h.len))
			break;
		text[h.len] = 0;
		printf("%d %s\n", h.kind, text);
	}
	wait(NULL);
	return 0;
}
