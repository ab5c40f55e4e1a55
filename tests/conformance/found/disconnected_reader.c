/* connect(2) with AF_UNSPEC takes a connection from under a read that sleeps on it; a terminal's master gives 4095 bytes at once. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr none = { AF_UNSPEC };
	socklen_t n = sizeof a;
	static char b[9000];
	int l = socket(AF_INET, SOCK_STREAM, 0), c = socket(AF_INET, SOCK_STREAM, 0), m, s;
	bind(l, (struct sockaddr *)&a, n);
	listen(l, 1);
	getsockname(l, (struct sockaddr *)&a, &n);
	connect(c, (struct sockaddr *)&a, n);
	s = accept(l, 0, 0);
	if (fork() == 0) {
		int got = recv(c, b, 5, 0);
		printf("recv: %d %s\n", got, strerror(errno));
		fflush(stdout);
		_exit(0);
	}
	usleep(30000);
	connect(c, &none, sizeof none);
	wait(0);
	printf("the other side: %d %s\n", (int)recv(s, b, 5, 0), strerror(errno));

	m = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
	grantpt(m);
	unlockpt(m);
	s = open(ptsname(m), O_RDWR | O_NOCTTY);
	write(s, b, 5000);
	usleep(30000);
	printf("master: %d\n", (int)read(m, b, 9000));
	return 0;
}
