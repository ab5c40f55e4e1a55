/* Socket options of a level that the socket does not have, and what a UDP socket that is connected to port 0 hears of. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SA (struct sockaddr *)

int main(void)
{
	int kinds[] = { SOCK_DGRAM, SOCK_STREAM }, levels[] = { SOL_SOCKET, IPPROTO_TCP, IPPROTO_IPV6, 99 };
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 4; j++) {
			int s = socket(AF_INET, kinds[i], 0), value = 0;
			socklen_t n = sizeof value;
			errno = 0;
			getsockopt(s, levels[j], 1, &value, &n);
			printf("%d %d: get %s, ", i, j, strerror(errno));
			errno = 0;
			setsockopt(s, levels[j], 1, &value, sizeof value);
			printf("set %s\n", strerror(errno));
			close(s);
		}

	struct sockaddr_in any = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) }, gone = any;
	socklen_t n = sizeof gone;
	int s = socket(AF_INET, SOCK_DGRAM, 0), t = socket(AF_INET, SOCK_DGRAM, 0), error = 0;
	bind(t, SA &gone, sizeof gone);
	getsockname(t, SA &gone, &n);
	close(t);
	connect(s, SA &any, sizeof any);
	printf("sendto: %d\n", (int)sendto(s, "x", 1, 0, SA &gone, sizeof gone));
	usleep(2000);
	n = sizeof error;
	getsockopt(s, SOL_SOCKET, SO_ERROR, &error, &n);
	printf("connected to port 0: %s\n", strerror(error));
	return 0;
}
