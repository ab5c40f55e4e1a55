/* A write to a terminal whose memory ends in the middle: pieces of 2048 bytes go as a whole or not at all. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

int main(void)
{
	int m = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK), s, total;
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), b[5000];
	int sizes[] = { 1, 10, 2047, 2048, 2049, 3000, 4096 };

	grantpt(m);
	unlockpt(m);
	s = open(ptsname(m), O_RDWR | O_NOCTTY | O_NONBLOCK);
	mprotect(page + 4096, 4096, PROT_NONE);
	memset(page, 'x', 4096);
	for (int side = 0; side < 2; side++)
		for (int i = 0; i < 7; i++) {
			errno = 0;
			int n = write(side ? m : s, page + 4096 - sizes[i], sizes[i] + 5), e = errno;

			usleep(20000);
			for (total = 0; read(side ? s : m, b, sizeof b) > 0;)
				total++;
			tcflush(s, TCIOFLUSH);
			while (read(m, b, sizeof b) > 0)
				;
			printf("%s, %d good bytes: %d %s\n", side ? "master" : "slave", sizes[i], n, n < 0 ? strerror(e) : "");
		}
	return 0;
}
