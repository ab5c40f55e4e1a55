/* select() in loops, as it is done rightly: sets made anew or copied, a timeout set anew, one that is meant to run down, and one that is
 * 0 from the start; a descriptor that is no longer wanted. */
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

static int p[2], q[2];

static void copied(void)
{
	fd_set all, ready;
	int highest = p[0] > q[0] ? p[0] : q[0], open = 2;
	FD_ZERO(&all);
	FD_SET(p[0], &all);
	FD_SET(q[0], &all);
	while (open > 0) {
		struct timeval tv = { 0, 1000 };
		ready = all;
		int n = select(highest + 1, &ready, NULL, NULL, &tv);
		for (int k = 0; n > 0 && k < 2; k++) {
			int fd = k ? q[0] : p[0];
			char c;
			if (FD_ISSET(fd, &ready) && read(fd, &c, 1) <= 0) {
				FD_CLR(fd, &all);
				open--;
			}
		}
	}
	printf("both ended\n");
}

static void until_deadline(void)
{
	struct timeval left = { 0, 20000 };
	int turns = 0;
	fd_set set;
	do {
		memset(&set, 0, sizeof set);
		FD_SET(p[0], &set);
		turns++;
	} while (turns < 3 && select(p[0] + 1, &set, NULL, NULL, &left) > 0);
	printf("%d\n", turns);
}

static void looks(void)
{
	struct timeval none = { 0, 0 };
	int found = 0;
	for (int i = 0; i < 5; i++) {
		fd_set set;
		FD_ZERO(&set);
		FD_SET(p[0], &set);
		found += select(p[0] + 1, &set, NULL, NULL, &none);
	}
	printf("%d\n", found);
}

int main(void)
{
	if (pipe(p) < 0 || pipe(q) < 0)
		return 1;
	if (fork() == 0) {
		close(p[0]);
		close(q[0]);
		for (int i = 0; i < 3; i++) {
			usleep(3000);
			if (write(i % 2 ? p[1] : q[1], "x", 1) != 1)
				_exit(1);
		}
		_exit(0);
	}
	close(p[1]);
	close(q[1]);
	copied();
	until_deadline();
	looks();
	wait(NULL);
	return 0;
}
