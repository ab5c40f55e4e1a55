/* When a UDP socket gets a port of the kernel's choice, when it loses it, and what port 0 of a peer means. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SA (struct sockaddr *)
typedef struct sockaddr_in in_t;
static char b[70000];

static void r(const char *what, long n)
{
	if (n < 0)
		printf("%s: %s\n", what, strerror(errno));
	else
		printf("%s: %ld\n", what, n);
}

static int port_of(int fd)
{
	in_t a = { 0 };
	socklen_t n = sizeof a;
	getsockname(fd, SA &a, &n);
	printf("  %x %s\n", ntohl(a.sin_addr.s_addr), a.sin_port ? "a port" : "no port");
	return ntohs(a.sin_port);
}

int main(void)
{
	in_t loop = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) }, a = loop, from;
	struct sockaddr none = { AF_UNSPEC };
	socklen_t n = sizeof a;
	int s = socket(AF_INET, SOCK_DGRAM, 0), t;

	r("send", send(s, b, 5, 0));
	port_of(s);
	r("bind", bind(s, SA &a, sizeof a));
	r("connect", connect(s, &none, sizeof none));
	port_of(s);
	r("bind", bind(s, SA &a, sizeof a));
	port_of(s);
	r("connect", connect(s, &none, sizeof none));
	port_of(s);
	close(s);

	s = socket(AF_INET, SOCK_DGRAM, 0);
	r("connect to a short address", connect(s, SA &a, 8));
	port_of(s);
	close(s);
	s = socket(AF_INET, SOCK_DGRAM, 0);
	r("too long", sendto(s, b, 65536, 0, SA &a, sizeof a));
	port_of(s);
	close(s);

	s = socket(AF_INET, SOCK_DGRAM, 0);
	r("connect to port 0", connect(s, SA &a, sizeof a));
	r("getpeername", getpeername(s, SA &from, &n));
	r("send", send(s, b, 3, 0));
	usleep(1000);
	r("send", send(s, b, 3, 0));
	r("to port 0", sendto(s, b, 3, 0, SA &a, sizeof a));
	a.sin_port = htons(port_of(s));
	t = socket(AF_INET, SOCK_DGRAM, 0);
	r("sendto", sendto(t, "any", 3, 0, SA &a, sizeof a));
	r("recv", recv(s, b, 9, MSG_DONTWAIT));
	close(t);

	t = socket(AF_INET, SOCK_DGRAM, 0);
	r("shutdown", shutdown(t, SHUT_RDWR));
	r("too long with its headers", sendto(t, b, 65508, 0, SA &a, sizeof a));
	r("shut", sendto(t, b, 5, 0, SA &a, sizeof a));
	return 0;
}
