/* A read that sleeps when the master is closed fails with EIO; the next one finds the end. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static void run(int controls, int raw)
{
	int m = posix_openpt(O_RDWR | O_NOCTTY), child;
	char name[100];
	grantpt(m);
	unlockpt(m);
	strcpy(name, ptsname(m));
	fflush(stdout);
	child = fork();
	if (child == 0) {
		char b[10];
		int s, n, error;
		struct termios t;
		if (controls)
			setsid();
		s = open(name, O_RDWR | O_NOCTTY);
		if (controls)
			ioctl(s, TIOCSCTTY, 0);
		tcgetattr(s, &t);
		if (raw)
			t.c_lflag &= ~ICANON;
		tcsetattr(s, TCSANOW, &t);
		close(m);
		errno = 0;
		n = read(s, b, sizeof b);
		error = errno;
		printf("controlling %d, raw %d: %d %s, then %d\n", controls, raw, n, strerror(error), (int)read(s, b, sizeof b));
		fflush(stdout);
		_exit(0);
	}
	usleep(30000);
	close(m);
	waitpid(child, 0, 0);
}

int main(void)
{
	signal(SIGHUP, SIG_IGN);
	for (int kind = 0; kind < 4; kind++)
		run(kind & 1, kind >> 1);
	return 0;
}
