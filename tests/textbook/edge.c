#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	int p[2], done = 0;
	pipe(p);
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	if (fork() == 0) {
		write(p[1], "some text that is long", 22);
		_exit(0);
	}
	close(p[1]);
	int ep = epoll_create1(0);
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET, .data.fd = p[0] }, out[4];
	epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &ev);
	while (!done) {
		int n = epoll_wait(ep, out, 4, -1);
		for (int i = 0; i < n; i++)
			for (;;) {
				char buf[5];
				ssize_t k = read(out[i].data.fd, buf, sizeof buf);
				if (k == -1) {
					if (errno != EAGAIN)
						perror("read");
					break;
				}
				if (k == 0) {
					done = 1;
					break;
				}
				write(1, buf, k);
			}
	}
	write(1, "\n", 1);
	wait(NULL);
	return 0;
}
