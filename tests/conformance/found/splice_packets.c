/* splice(2) out of a pipe of packets takes bytes, not packets: what it leaves of one is read as a packet. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int main(void)
{
	static char b[10000];
	int p[2], out, n, left;
	off_t at;

	pipe2(p, O_DIRECT | O_NONBLOCK);
	for (int i = 0; i < 4; i++) {
		for (int j = 0; j < 100 * (i + 1); j++)
			b[j] = 'a' + i;
		write(p[1], b, 100 * (i + 1));
	}
	out = open("out", O_RDWR | O_CREAT | O_TRUNC, 0600);
	n = splice(p[0], NULL, out, NULL, 30, 0);
	ioctl(p[0], FIONREAD, &left);
	printf("spliced %d, left %d\n", n, left);
	n = splice(p[0], NULL, out, NULL, 150, 0);
	ioctl(p[0], FIONREAD, &left);
	printf("spliced %d, left %d\n", n, left);
	at = lseek(out, 0, SEEK_CUR);
	pread(out, b, sizeof b, 0);
	printf("the file has %d bytes: %c..%c\n", (int)at, b[0], b[at - 1]);
	n = read(p[0], b, 50);
	ioctl(p[0], FIONREAD, &left);
	printf("read %d of %c, left %d\n", n, b[0], left);
	n = read(p[0], b, sizeof b);
	ioctl(p[0], FIONREAD, &left);
	printf("read %d of %c, left %d\n", n, b[0], left);
	n = splice(p[0], NULL, out, NULL, sizeof b, 0);
	printf("spliced %d\n", n);
	n = splice(p[0], NULL, out, NULL, 1, SPLICE_F_NONBLOCK);
	printf("then %d\n", n);
	return 0;
}
