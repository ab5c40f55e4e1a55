/* What becomes of a TCP socket that is disconnected or reset, and of its port. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define SA (struct sockaddr *)
typedef struct sockaddr_in in_t;
static char b[4000];
static int first_port[3];

static void r(const char *what, long n)
{
	if (n < 0)
		printf("  %s: %s\n", what, strerror(errno));
	else
		printf("  %s: %ld\n", what, n);
}

static in_t loop(int port)
{
	return (in_t){ .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static int port_of(int fd)
{
	in_t a = { 0 };
	socklen_t n = sizeof a;
	getsockname(fd, SA &a, &n);
	return ntohs(a.sin_port);
}

static void look(const char *what, int fd, int old)
{
	struct pollfd p = { fd, POLLIN | POLLOUT | POLLRDHUP, 0 };
	in_t a = { 0 };
	socklen_t n = sizeof a;
	int port;
	getsockname(fd, SA &a, &n);
	port = ntohs(a.sin_port);
	poll(&p, 1, 0);
	printf("  %s: events %x, address %x, port %s", what, p.revents, ntohl(a.sin_addr.s_addr), port == 0 ? "none" : port == old ? "as before" : "another");
	n = sizeof a;
	printf(", peer %s\n", getpeername(fd, SA &a, &n) < 0 ? strerror(errno) : "yes");
}

static void errors(int fd)
{
	int e = -1;
	socklen_t n = sizeof e;
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &e, &n);
	printf("  SO_ERROR %s\n", strerror(e));
}

static int listener(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	in_t a = loop(0);
	bind(fd, SA &a, sizeof a);
	listen(fd, 5);
	return fd;
}

static void pair(int *two)
{
	int l = listener();
	in_t a = loop(port_of(l));
	two[1] = socket(AF_INET, SOCK_STREAM, 0);
	connect(two[1], SA &a, sizeof a);
	two[0] = accept(l, 0, 0);
	fcntl(two[0], F_SETFL, O_NONBLOCK);
	fcntl(two[1], F_SETFL, O_NONBLOCK);
	close(l);
}

static void wait_a_bit(void) { usleep(3000); }

int main(void)
{
	int s[2], l, port;
	in_t a;
	struct sockaddr none = { AF_UNSPEC };

	puts("data for a socket that is shut down both ways");
	pair(s);
	r("shutdown", shutdown(s[1], SHUT_RDWR));
	wait_a_bit();
	r("send", send(s[0], b, 1000, MSG_NOSIGNAL)); wait_a_bit();
	look("sender", s[0], 0); look("other", s[1], port_of(s[1]));
	r("send", send(s[0], b, 20, MSG_NOSIGNAL)); r("send", send(s[0], b, 20, MSG_NOSIGNAL));
	r("recv", recv(s[0], b, 20, 0)); r("recv of the other", recv(s[1], b, 20, 0)); r("recv of the other", recv(s[1], b, 20, 0)); errors(s[1]);
	close(s[0]); close(s[1]);

	puts("the same, shut down before and after");
	pair(s);
	r("send", send(s[0], b, 100, 0)); wait_a_bit();
	r("shutdown", shutdown(s[1], SHUT_RD));
	r("send", send(s[0], b, 100, MSG_NOSIGNAL)); wait_a_bit();
	r("shutdown", shutdown(s[1], SHUT_WR)); wait_a_bit();
	look("other", s[1], port_of(s[1]));
	r("recv of the other", recv(s[1], b, 150, 0)); r("recv of the other", recv(s[1], b, 150, 0)); r("recv of the other", recv(s[1], b, 150, 0));
	r("shutdown", shutdown(s[0], SHUT_WR)); wait_a_bit();
	look("sender", s[0], 0); look("other", s[1], port_of(s[1]));
	r("shutdown", shutdown(s[0], SHUT_WR));
	r("shutdown", shutdown(s[1], SHUT_WR));
	close(s[0]); close(s[1]);

	puts("shut down for reading, peer has closed");
	pair(s);
	r("shutdown", shutdown(s[1], SHUT_RDWR)); wait_a_bit();
	close(s[0]); wait_a_bit();
	look("other", s[1], port_of(s[1])); r("recv", recv(s[1], b, 10, 0)); r("send", send(s[1], b, 10, MSG_NOSIGNAL));
	r("shutdown", shutdown(s[1], SHUT_WR));
	close(s[1]);

	puts("disconnected");
	pair(s);
	port = port_of(s[1]);
	r("connect", connect(s[1], &none, sizeof none)); wait_a_bit();
	look("this", s[1], port); look("other", s[0], port_of(s[0]));
	r("send", send(s[1], b, 0, MSG_NOSIGNAL)); r("send", send(s[1], b, 5, MSG_NOSIGNAL)); r("recv", recv(s[1], b, 5, 0)); errors(s[1]); look("this", s[1], port);
	r("recv", recv(s[0], b, 5, 0)); r("send", send(s[0], b, 5, MSG_NOSIGNAL)); r("recv", recv(s[0], b, 5, 0)); look("other", s[0], port_of(s[0]));
	r("shutdown", shutdown(s[1], SHUT_WR)); r("shutdown", shutdown(s[0], SHUT_WR));
	a = loop(0);
	r("bind", bind(s[1], SA &a, sizeof a)); r("bind", bind(s[0], SA &a, sizeof a));
	r("listen", listen(s[1], 1));
	close(s[0]); close(s[1]);

	puts("disconnected, the accepted end");
	pair(s);
	port = port_of(s[0]);
	r("connect", connect(s[0], &none, sizeof none)); wait_a_bit();
	look("this", s[0], port); r("recv", recv(s[0], b, 5, 0)); look("this", s[0], port);
	a = loop(0);
	r("bind", bind(s[0], SA &a, sizeof a)); look("this", s[0], port);
	close(s[0]); close(s[1]);

	puts("a listener no more");
	l = listener();
	port = port_of(l);
	r("shutdown", shutdown(l, SHUT_RD)); look("it", l, port);
	a = loop(port);
	fcntl(l, F_SETFL, 0);
	r("connect to itself", connect(l, SA &a, sizeof a)); look("it", l, port); errors(l);
	r("listen", listen(l, 1)); look("it", l, port);
	close(l);

	puts("a listener at a chosen port");
	l = listener();
	a = loop(port_of(l));
	close(l);
	l = socket(AF_INET, SOCK_STREAM, 0);
	r("bind", bind(l, SA &a, sizeof a)); r("listen", listen(l, 1));
	port = port_of(l);
	r("shutdown", shutdown(l, SHUT_RD)); look("it", l, port);
	r("bind", bind(l, SA &a, sizeof a));
	r("connect to itself", connect(l, SA &a, sizeof a)); look("it", l, port);
	r("send", send(l, "me", 2, 0)); r("recv", recv(l, b, 9, 0));
	r("connect", connect(l, &none, sizeof none)); look("it", l, port);
	r("listen", listen(l, 1)); look("it", l, port);
	close(l);

	puts("disconnected while it listens, and unconnected");
	l = listener();
	port = port_of(l);
	r("connect", connect(l, &none, sizeof none)); look("it", l, port); r("accept", accept(l, 0, 0)); errors(l);
	close(l);
	l = socket(AF_INET, SOCK_STREAM, 0);
	r("connect", connect(l, &none, sizeof none)); look("it", l, 0); errors(l);
	a = loop(0);
	r("bind", bind(l, SA &a, sizeof a));
	port = port_of(l);
	r("connect", connect(l, &none, sizeof none)); look("it", l, port);
	r("bind", bind(l, SA &a, sizeof a)); r("listen", listen(l, 2)); look("it", l, port);
	close(l);

	puts("refused");
	l = listener(); port = port_of(l); a = loop(port); close(l);
	l = socket(AF_INET, SOCK_STREAM, 0);
	r("connect", connect(l, SA &a, sizeof a)); look("it", l, port); errors(l);
	a = loop(0);
	r("bind", bind(l, SA &a, sizeof a)); look("it", l, port);
	close(l);
	l = socket(AF_INET, SOCK_STREAM, 0);
	r("bind", bind(l, SA &a, sizeof a));
	first_port[0] = port_of(l);
	a = loop(port);
	r("connect", connect(l, SA &a, sizeof a)); look("it", l, first_port[0]);
	r("listen", listen(l, 2)); look("it", l, first_port[0]);
	close(l);
	return 0;
}
