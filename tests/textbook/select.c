#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	int a[2], b[2], n = 2;
	pipe(a);
	pipe(b);
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			close(a[0]);
			close(b[0]);
			int *w = i ? b : a;
			close((i ? a : b)[1]);
			usleep(1000 * (2 - i));
			write(w[1], i ? "second" : "first", 6 - !i);
			exit(0);
		}
	close(a[1]);
	close(b[1]);
	while (n > 0) {
		fd_set set;
		FD_ZERO(&set);
		if (a[0] >= 0)
			FD_SET(a[0], &set);
		if (b[0] >= 0)
			FD_SET(b[0], &set);
		select((a[0] > b[0] ? a[0] : b[0]) + 1, &set, NULL, NULL, NULL);
		int *fds[] = { &a[0], &b[0] };
		for (int i = 0; i < 2; i++)
			if (*fds[i] >= 0 && FD_ISSET(*fds[i], &set)) {
				char buf[32];
				ssize_t k = read(*fds[i], buf, sizeof buf - 1);
				if (k <= 0) {
					close(*fds[i]);
					*fds[i] = -1;
					n--;
				} else {
					buf[k] = 0;
					printf("%s\n", buf);
				}
			}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
