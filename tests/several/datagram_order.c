// Two senders, one UDP socket.
// legal: ab
// legal: ba
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof a;
	int s = socket(AF_INET, SOCK_DGRAM, 0);
	char x, y;
	bind(s, (struct sockaddr *)&a, sizeof a);
	getsockname(s, (struct sockaddr *)&a, &len);
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			int mine = socket(AF_INET, SOCK_DGRAM, 0);
			sendto(mine, &"ab"[i], 1, 0, (struct sockaddr *)&a, len);
			_exit(0);
		}
	recv(s, &x, 1, 0);
	recv(s, &y, 1, 0);
	printf("%c%c\n", x, y);
	while (wait(0) > 0)
		;
	return 0;
}
