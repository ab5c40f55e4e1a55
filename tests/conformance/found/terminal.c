/* What a key that sends a signal takes back, and what tcflush(3) of each side throws away. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static int m, s;

static void show(const char *what, int fd)
{
	unsigned char b[100];
	int n = read(fd, b, sizeof b);
	printf("%s: %d ", what, n);
	for (int i = 0; i < n; i++)
		printf(b[i] >= ' ' && b[i] < 127 ? "%c" : "\\%02x", b[i]);
	puts("");
}

static void keys(const char *text, int n)
{
	write(m, text, n);
	usleep(5000);
}

int main(void)
{
	struct termios t;
	m = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
	grantpt(m);
	unlockpt(m);
	s = open(ptsname(m), O_RDWR | O_NOCTTY | O_NONBLOCK);
	keys("\026\003\003abc\n", 7);
	show("screen", m);
	show("program", s);
	keys("abc\n\034de\n", 8);
	show("screen", m);
	show("program", s);
	keys("ab", 2);
	keys("c\003", 2);
	show("screen in two", m);
	show("program", s);
	write(s, "out ", 4);
	keys("x\003", 2);
	show("screen with output", m);
	tcgetattr(s, &t);
	t.c_lflag |= NOFLSH;
	tcsetattr(s, TCSANOW, &t);
	keys("ab\003c\n", 5);
	show("screen with NOFLSH", m);
	show("program", s);

	keys("one\n", 4);
	tcflush(m, TCIFLUSH);
	show("screen after the master's flush", m);
	show("program", s);
	keys("two\n", 4);
	tcflush(m, TCOFLUSH);
	show("screen", m);
	show("program", s);
	keys("three\n", 6);
	tcflush(s, TCOFLUSH);
	show("screen after the slave's flush", m);
	show("program", s);
	keys("four\n", 5);
	tcflush(s, TCIFLUSH);
	show("screen", m);
	show("program", s);
	return 0;
}
