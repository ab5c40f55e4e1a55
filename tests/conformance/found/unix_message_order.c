/* In which order a message on a Unix socket is refused: its bytes are fetched before anybody looks where it goes. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void attempt(const char *what, int fd, const char *name, const void *at, size_t n)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	long sent;

	if (name)
		strcpy(to.sun_path, name);
	errno = 0;
	sent = sendto(fd, at, n, MSG_NOSIGNAL | MSG_DONTWAIT, name ? (void *)&to : NULL, name ? sizeof to : 0);
	printf("%-28s %ld %s\n", what, sent, sent < 0 ? strerror(errno) : "");
}

static void all(const char *kind, int fd, const char *name)
{
	static char big[1 << 20];

	printf("%s\n", kind);
	attempt("  good", fd, name, "hello", 5);
	attempt("  bad address", fd, name, (void *)8, 5);
	attempt("  too long", fd, name, big, sizeof big);
	attempt("  too long, bad address", fd, name, (void *)8, sizeof big);
}

int main(void)
{
	int types[] = { SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM }, pair[2], alone;
	const char *names[] = { "dgram", "seqpacket", "stream" };

	for (int i = 0; i < 3; i++) {
		printf("== %s\n", names[i]);
		alone = socket(AF_UNIX, types[i], 0);
		all("not connected", alone, NULL);
		all("to nobody", alone, "nobody");
		close(alone);
		socketpair(AF_UNIX, types[i], 0, pair);
		shutdown(pair[1], SHUT_RD);
		all("the peer does not read", pair[0], NULL);
		shutdown(pair[0], SHUT_WR);
		all("nor do we write", pair[0], NULL);
		close(pair[0]);
		close(pair[1]);
		socketpair(AF_UNIX, types[i], 0, pair);
		close(pair[1]);
		all("the peer is gone", pair[0], NULL);
		close(pair[0]);
	}
	return 0;
}
