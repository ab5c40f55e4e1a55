/* A socket that is shut down between a connect that failed and its report cannot be connected until it is disconnected. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void tell(const char *what, int r)
{
	printf("%s: %s\n", what, r < 0 ? strerror(errno) : "ok");
	usleep(2000);
}

int main(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) }, open = a;
	struct sockaddr none = { AF_UNSPEC };
	socklen_t n = sizeof a;
	int gone = socket(AF_INET, SOCK_STREAM, 0), l = socket(AF_INET, SOCK_STREAM, 0), c;
	bind(gone, (struct sockaddr *)&a, n);
	getsockname(gone, (struct sockaddr *)&a, &n);
	close(gone);
	bind(l, (struct sockaddr *)&open, n);
	listen(l, 5);
	getsockname(l, (struct sockaddr *)&open, &n);
	c = socket(AF_INET, SOCK_STREAM, 0);
	fcntl(c, F_SETFL, O_NONBLOCK);
	tell("connect", connect(c, (struct sockaddr *)&a, n));
	tell("shutdown", shutdown(c, SHUT_WR));
	tell("connect", connect(c, (struct sockaddr *)&open, n));
	tell("connect", connect(c, (struct sockaddr *)&open, n));
	tell("disconnect", connect(c, &none, sizeof none));
	tell("connect", connect(c, (struct sockaddr *)&open, n));
	tell("connect", connect(c, (struct sockaddr *)&open, n));
	return 0;
}
