/* Urgent data (MSG_OOB): the mark, SIGURG, POLLPRI, SO_OOBINLINE. */
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

static volatile sig_atomic_t urgent;
static int client, server;

static void handler(int sig)
{
	urgent++;
}

static void get(const char *what, int flags)
{
	char buf[16];
	ssize_t n = recv(server, buf, sizeof buf, flags);
	if (n < 0)
		printf("%s: %s\n", what, strerror(errno));
	else
		printf("%s: %zd %.*s, at mark %d\n", what, n, (int)n, buf, sockatmark(server));
}

static void poll_now(void)
{
	struct pollfd p = { server, POLLIN | POLLPRI, 0 };
	poll(&p, 1, 0);
	printf("poll %x\n", p.revents);
}

int main(void)
{
	struct sockaddr_in at = { AF_INET };
	socklen_t n = sizeof at;
	int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(listener, (struct sockaddr *)&at, n);
	listen(listener, 1);
	getsockname(listener, (struct sockaddr *)&at, &n);
	client = socket(AF_INET, SOCK_STREAM, 0);
	connect(client, (struct sockaddr *)&at, n);
	server = accept(listener, 0, 0);
	signal(SIGURG, handler);
	fcntl(server, F_SETOWN, getpid());

	get("no urgent data", MSG_OOB | MSG_DONTWAIT);
	send(client, "abc", 3, 0);
	send(client, "X", 1, MSG_OOB);
	send(client, "def", 3, 0);
	usleep(20000);
	printf("signals %d, at mark %d\n", (int)urgent, sockatmark(server));
	poll_now();
	get("before the mark", 0);
	get("peek", MSG_OOB | MSG_PEEK);
	get("urgent", MSG_OOB);
	poll_now();
	get("again", MSG_OOB);
	get("behind it", 0);
	get("gone", MSG_OOB);

	send(client, "uvwY", 4, MSG_OOB);
	usleep(20000);
	printf("signals %d\n", (int)urgent);
	get("to the mark", 0);
	send(client, "z", 1, 0);
	usleep(20000);
	get("past it", 0);
	get("lost", MSG_OOB);

	setsockopt(server, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on);
	send(client, "12", 2, 0);
	send(client, "Z", 1, MSG_OOB);
	send(client, "34", 2, 0);
	usleep(20000);
	get("inline before", 0);
	get("not by flag", MSG_OOB);
	get("inline", 0);
	return 0;
}
