/* poll(2) or epoll_wait(2) over many descriptors of which one is ready.
   poll_many COUNT N MODE: COUNT calls over N eventfds; MODE is poll, sleep (poll, woken by another process),
   epoll or esleep. */
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long count = atol(argv[1]), n = atol(argv[2]), i;
	int sleeps = strstr(argv[3], "sleep") != 0, epoll = argv[3][0] == 'e';
	struct pollfd *fds = calloc(n, sizeof *fds);
	struct epoll_event ev;
	struct rlimit rl = { 20000, 20000 };
	uint64_t v = 1;
	int ep = epoll_create1(0), back[2];
	setrlimit(RLIMIT_NOFILE, &rl);
	for (i = 0; i < n; i++) {
		fds[i].fd = eventfd(0, 0);
		fds[i].events = POLLIN;
		if (fds[i].fd < 0)
			return 2;
		ev.events = EPOLLIN;
		ev.data.u64 = i;
		if (epoll)
			epoll_ctl(ep, EPOLL_CTL_ADD, fds[i].fd, &ev);
	}
	if (pipe(back) < 0)
		return 3;
	if (sleeps && fork() == 0) {
		char c;
		close(back[1]);
		while (read(back[0], &c, 1) == 1)
			write(fds[n - 1].fd, &v, 8);
		_exit(0);
	}
	close(back[0]);
	if (!sleeps)
		write(fds[n - 1].fd, &v, 8);
	for (i = 0; i < count; i++) {
		if (sleeps)
			write(back[1], "x", 1);
		if (epoll ? epoll_wait(ep, &ev, 1, -1) != 1 : poll(fds, n, -1) != 1)
			return 4;
		if (sleeps)
			read(fds[n - 1].fd, &v, 8);
	}
	return 0;
}
