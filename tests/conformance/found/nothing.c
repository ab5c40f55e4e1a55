/* Moving no bytes: writev(2) and readv(2) of nothing whatever the file would say, and a receive of nothing from a connection, which
 * waits and succeeds when it is interrupted. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

static void tell(const char *what, long n)
{
	if (n < 0)
		printf("%s: %s\n", what, strerror(errno));
	else
		printf("%s: %ld\n", what, n);
}

static void caught(int sig)
{
	(void)sig;
}

static void each(const char *what, int fd)
{
	struct iovec nothing[2] = { { 0, 0 }, { 0, 0 } };
	printf("%s\n", what);
	for (int count = -1; count < 3; count += count < 0 ? 1 : 2) {
		tell("  writev", writev(fd, nothing, count));
		tell("  readv", readv(fd, nothing, count));
		tell("  pwritev", pwritev(fd, nothing, count, 0));
		tell("  preadv", preadv(fd, nothing, count, 0));
	}
}

int main(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	struct timeval soon = { 0, 20000 };
	struct itimerval once = { { 0, 0 }, { 0, 20000 } };
	int p[2], l, c, s;
	char b[4];
	signal(SIGPIPE, caught);
	pipe(p);
	each("reading end", p[0]);
	each("writing end", p[1]);
	close(p[0]);
	each("without a reader", p[1]);
	each("UDP without a peer", socket(AF_INET, SOCK_DGRAM, 0));
	each("TCP not connected", socket(AF_INET, SOCK_STREAM, 0));
	each("Unix not connected", socket(AF_UNIX, SOCK_STREAM, 0));
	each("directory", open(".", O_RDONLY));
	each("file", open("file", O_RDWR | O_CREAT, 0600));
	each("epoll", epoll_create1(0));
	each("timer", timerfd_create(CLOCK_MONOTONIC, 0));

	l = socket(AF_INET, SOCK_STREAM, 0);
	bind(l, (struct sockaddr *)&a, n);
	listen(l, 1);
	getsockname(l, (struct sockaddr *)&a, &n);
	c = socket(AF_INET, SOCK_STREAM, 0);
	connect(c, (struct sockaddr *)&a, n);
	s = accept(l, 0, 0);
	tell("read of nothing", read(s, b, 0));
	tell("recv of nothing without waiting", recv(s, b, 0, MSG_DONTWAIT));
	signal(SIGALRM, caught);
	setitimer(ITIMER_REAL, &once, 0);
	tell("recv of nothing, interrupted", recv(s, b, 0, 0));
	getitimer(ITIMER_REAL, &once);
	printf("it has waited: %d\n", once.it_value.tv_usec == 0);
	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon);
	tell("recv of nothing, with a limit", recv(s, b, 0, 0));
	tell("recv of something, with a limit", recv(s, b, 1, 0));
	write(c, "x", 1);
	tell("recv of nothing where something is", recv(s, b, 0, 0));
	return 0;
}
