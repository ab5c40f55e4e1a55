/* A line feed as a key is shown as the control character that it is unless lines are edited; the return key starts a new line. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static int m, s;

static void mode(unsigned int off, unsigned int on)
{
	struct termios t;
	tcgetattr(s, &t);
	t.c_lflag = (t.c_lflag & ~off) | on;
	tcsetattr(s, TCSANOW, &t);
}

static void keys(const char *what, const char *text, int n)
{
	char b[200];
	write(m, text, n);
	poll(&(struct pollfd){ s, POLLIN, 0 }, 1, 0);
	usleep(20000);
	n = read(m, b, sizeof b);
	printf("%s:", what);
	for (int i = 0; i < n; i++)
		printf(b[i] > ' ' && b[i] < 127 ? " %c" : " %02x", (unsigned char)b[i]);
	printf("\n");
	tcflush(s, TCIFLUSH);
}

int main(void)
{
	m = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
	grantpt(m);
	unlockpt(m);
	s = open(ptsname(m), O_RDWR | O_NOCTTY);
	keys("lines", "a\n\r\001\n", 5);
	keys("lines, quoted", "\026\n\026\r\n", 5);
	mode(ICANON, 0);
	keys("keys", "a\n\r\001\n", 5);
	mode(ECHOCTL, 0);
	keys("keys, control characters as they are", "a\n\r\001\n", 5);
	mode(0, ECHONL | ECHOCTL);
	keys("keys, ECHONL", "a\n\r", 3);
	return 0;
}
