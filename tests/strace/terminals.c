/* The requests of terminals, and what a thread library says to the kernel. What stands between the two marks is compared. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#ifndef TIOCSIG
#define TIOCSIG _IOW('T', 0x36, int)
#endif

int main(void)
{
	struct { unsigned int iflag, oflag, cflag, lflag; unsigned char rest[20]; } settings;
	struct winsize window = { 24, 80, 3, 4 };
	int m, s, n = 0;
	char *p;

	write(1, "--begin--\n", 10);
	m = open("/dev/ptmx", O_RDWR | O_NOCTTY);
	ioctl(m, TIOCSPTLCK, &n);
	ioctl(m, TIOCGPTLCK, &n);
	s = ioctl(m, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	ioctl(s, TCGETS, &settings);
	settings.lflag &= ~(ICANON | ECHO);
	settings.iflag |= IXANY | IUTF8 | ISTRIP;
	ioctl(s, TCSETS, &settings);
	settings.oflag = settings.lflag = settings.iflag = 0;
	ioctl(s, TCSETSW, &settings);
	settings.oflag = OPOST | XTABS | NL1;
	settings.cflag = B9600 | CS7 | PARENB | CSTOPB | HUPCL | CLOCAL;
	settings.lflag = 0xffff;
	ioctl(s, TCSETSF, &settings);
	ioctl(s, TCGETS, &settings);
	ioctl(s, TCGETS, 8);
	ioctl(s, TCSETS, 8);
	ioctl(m, TCGETS, NULL);
	ioctl(-1, TCGETS, &settings);
	ioctl(s, TIOCSWINSZ, &window);
	ioctl(m, TIOCGWINSZ, &window);
	ioctl(s, FIONREAD, &n);
	ioctl(m, TIOCOUTQ, &n);
	ioctl(s, TIOCGPGRP, &n);
	n = 99999;
	ioctl(s, TIOCSPGRP, &n);
	ioctl(s, TIOCGSID, &n);
	ioctl(s, TIOCNOTTY);
	ioctl(s, TIOCEXCL);
	ioctl(s, TIOCGEXCL, &n);
	ioctl(s, TIOCNXCL);
	ioctl(s, TCFLSH, TCIFLUSH);
	ioctl(s, TCFLSH, TCIOFLUSH);
	ioctl(s, TCFLSH, 9);
	ioctl(s, TCXONC, TCOOFF);
	ioctl(s, TCXONC, TCOON);
	ioctl(s, TCSBRK, 1);
	ioctl(s, TCSBRKP, 1);
	ioctl(m, TIOCSIG, 2);
	n = 1;
	ioctl(s, FIONBIO, &n);
	ioctl(s, FIOCLEX);
	ioctl(s, FIONCLEX);
	ioctl(s, 0x1234, 5);
	ioctl(s, 0xc0085499, &n);
	p = mmap((void *)0x200000000, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, -1, 0);
	madvise(p, 4096, MADV_DONTNEED);
	madvise(p, 4096, MADV_WILLNEED);
	madvise(p, 4096, 77);
	mlock(p, 4096);
	munlock(p, 4096);
	syscall(SYS_set_robust_list, p, 24);
	syscall(SYS_set_robust_list, p, 25);
	write(1, "--end--\n", 8);
	return 0;
}
