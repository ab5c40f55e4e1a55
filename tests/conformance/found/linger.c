/* SO_LINGER with a time: close(2) waits until the peer's kernel has everything, the time is over or a signal comes. Whether
 * it succeeds cannot be seen in its result. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_in address = { .sin_family = AF_INET };
static char block[65536];

static int tenths_since(struct timespec *from)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return ((now.tv_sec - from->tv_sec) * 1000 + (now.tv_nsec - from->tv_nsec) / 1000000 + 20) / 100;
}

static void on_alarm(int sig)
{
	(void)sig;
}

/* Connects, fills everything there is room in, and closes. The peer begins to read so many milliseconds later. */
static void closes(const char *what, int seconds, int reads_after_ms, int alarm_ms, int is_filled)
{
	int listener = socket(AF_INET, SOCK_STREAM, 0), s, n, status;
	socklen_t len = sizeof address;
	struct linger linger = { 1, seconds };
	struct timespec start;
	long sent = 0;
	pid_t child;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = 0;
	bind(listener, (struct sockaddr *)&address, sizeof address);
	listen(listener, 1);
	getsockname(listener, (struct sockaddr *)&address, &len);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		long got = 0;
		int c = accept(listener, NULL, NULL);

		usleep(reads_after_ms * 1000);
		while ((n = read(c, block, sizeof block)) > 0)
			got += n;
		/* All of it, and its end. */
		_exit(n == 0 && (is_filled ? got > 65536 : got == 5) ? 0 : n < 0 && errno == ECONNRESET ? 2 : 1);
	}
	s = socket(AF_INET, SOCK_STREAM, 0);
	connect(s, (struct sockaddr *)&address, sizeof address);
	fcntl(s, F_SETFL, O_NONBLOCK);
	if (is_filled)
		while ((n = write(s, block, sizeof block)) > 0)
			sent += n;
	else
		sent = write(s, "hello", 5);
	setsockopt(s, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	if (alarm_ms) {
		struct itimerspec when = { { 0, 0 }, { alarm_ms / 1000, alarm_ms % 1000 * 1000000L } };
		timer_t timer;

		timer_create(CLOCK_MONOTONIC, NULL, &timer);
		timer_settime(timer, 0, &when, NULL);
	}
	clock_gettime(CLOCK_MONOTONIC, &start);
	n = close(s);
	printf("%s: %d after %d tenths", what, n, tenths_since(&start));
	n = fcntl(s, F_GETFD);
	printf(", descriptor %s\n", n < 0 && errno == EBADF ? "closed" : "open");
	close(listener);
	waitpid(child, &status, 0);
	printf("  the peer got %s\n", WEXITSTATUS(status) == 0 ? "everything" : WEXITSTATUS(status) == 2 ? "a reset" : "less");
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_alarm, .sa_flags = SA_RESTART };

	sigaction(SIGALRM, &action, NULL);
	closes("little to send", 2, 300, 0, 0);
	closes("the peer reads in time", 2, 400, 0, 1);
	closes("the peer is late", 1, 1500, 0, 1);
	closes("a signal comes first", 2, 900, 300, 1);
	closes("no time at all", 0, 300, 0, 1);
	return 0;
}
