/* shutdown(2) of a TCP socket before it is connected or listens: it fails, and has its effect. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#define SA (struct sockaddr *)
typedef struct sockaddr_in in_t;
static char b[100];
static void r(const char *what, long n) { if (n < 0) printf("  %s: %s\n", what, strerror(errno)); else printf("  %s: %ld\n", what, n); }
static void ev(int fd) { struct pollfd p = { fd, POLLIN|POLLOUT|POLLRDHUP, 0 }; poll(&p, 1, 0); printf("  events %x\n", p.revents); }
int main(void)
{
	static const int how[] = { SHUT_RD, SHUT_WR, SHUT_RDWR };
	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < 3; i++) {
		int l = socket(AF_INET, SOCK_STREAM, 0), c = socket(AF_INET, SOCK_STREAM, 0), s;
		in_t a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
		socklen_t n = sizeof a;
		printf("%d\n", how[i]);
		bind(l, SA &a, n); listen(l, 3); getsockname(l, SA &a, &n);
		r("shutdown", shutdown(c, how[i])); ev(c); r("recv", recv(c, b, 9, 0)); r("send", send(c, b, 9, 0));
		r("connect", connect(c, SA &a, n)); ev(c);
		s = accept(l, 0, 0);
		send(s, "hi", 2, 0); usleep(2000); ev(c);
		r("recv", recv(c, b, 9, MSG_DONTWAIT)); r("recv", recv(c, b, 9, MSG_DONTWAIT)); r("send", send(c, b, 9, 0)); 
		r("shutdown", shutdown(c, SHUT_WR)); usleep(2000); r("recv", recv(s, b, 9, MSG_DONTWAIT));r("recv", recv(s, b, 9, MSG_DONTWAIT));
		close(c); close(s);
		c = socket(AF_INET, SOCK_STREAM, 0);
		r("shutdown", shutdown(c, how[i])); r("listen", listen(c, 1)); ev(c); fcntl(c, F_SETFL, O_NONBLOCK); r("accept", accept(c, 0, 0));
		n = sizeof a; getsockname(c, SA &a, &n); a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		s = socket(AF_INET, SOCK_STREAM, 0); r("connect", connect(s, SA &a, n)); close(s);
		usleep(1000); s = accept(c, 0, 0); ev(s); r("recv", recv(s, b, 9, MSG_DONTWAIT)); close(s);
		close(c); close(l);
	}
}
