// What the random tester found about Internet sockets.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SHOW(call) do { errno = 0; long r_ = (long)(call); printf("%s: %ld %s\n", #call, r_, errno ? strerror(errno) : ""); } while (0)

static char big[70000];

static void pair(int *two)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int l = socket(AF_INET, SOCK_STREAM, 0);
	two[0] = socket(AF_INET, SOCK_STREAM, 0);
	bind(l, (struct sockaddr *)&a, sizeof a);
	listen(l, 1);
	getsockname(l, (struct sockaddr *)&a, &n);
	connect(two[0], (struct sockaddr *)&a, sizeof a);
	two[1] = accept(l, 0, 0);
	close(l);
}

int main(void)
{
	struct sockaddr_in nowhere = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr none = { AF_UNSPEC };
	struct timespec moment = { 0, 2000000 };
	char b[8];
	int u = socket(AF_INET, SOCK_DGRAM, 0), two[2];
	/* shutdown without a peer fails and has its effect. */
	SHOW(shutdown(u, SHUT_RDWR));
	SHOW(recv(u, b, 8, 0));
	close(u);
	/* The address is looked at before the room for headers. */
	u = socket(AF_INET, SOCK_DGRAM, 0);
	SHOW(sendto(u, big, 65508, 0, (struct sockaddr *)&nowhere, sizeof nowhere));
	nowhere.sin_port = htons(9);
	SHOW(sendto(u, big, 65508, 0, (struct sockaddr *)&nowhere, 8));
	SHOW(sendto(u, big, 65508, 0, (struct sockaddr *)&nowhere, sizeof nowhere));
	/* A connected socket does not care what the address is. */
	pair(two);
	SHOW(connect(two[0], (struct sockaddr *)&nowhere, 8));
	SHOW(connect(two[0], (struct sockaddr *)&nowhere, 1));
	/* Disconnecting resets the peer. */
	SHOW(connect(two[0], &none, sizeof none));
	nanosleep(&moment, 0);
	SHOW(send(two[1], "x", 1, MSG_NOSIGNAL));
	SHOW(send(two[1], "x", 1, MSG_NOSIGNAL));
	return 0;
}
