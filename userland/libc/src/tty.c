/* isatty(3), ttyname(3), tcgetpgrp(3), termios(3), pseudoterminals */
#include <bits/libc.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

/* The kernel's termios: 19 control characters and no speeds. */
struct kernel_termios { tcflag_t iflag, oflag, cflag, lflag; cc_t line, cc[19]; };

int tcgetattr(int fd, struct termios *t)
{
	struct kernel_termios k;
	if (ioctl(fd, TCGETS, &k) < 0)
		return -1;
	memset(t, 0, sizeof *t);
	t->c_iflag = k.iflag;
	t->c_oflag = k.oflag;
	t->c_cflag = k.cflag;
	t->c_lflag = k.lflag;
	t->c_line = k.line;
	t->c_ispeed = t->c_ospeed = k.cflag & CBAUD;
	memcpy(t->c_cc, k.cc, sizeof k.cc);
	return 0;
}

int tcsetattr(int fd, int when, const struct termios *t)
{
	struct kernel_termios k;
	if (when < TCSANOW || when > TCSAFLUSH) {
		errno = EINVAL;
		return -1;
	}
	k.iflag = t->c_iflag & 0x7fffffff;
	k.oflag = t->c_oflag;
	k.cflag = t->c_cflag;
	k.lflag = t->c_lflag;
	k.line = t->c_line;
	memcpy(k.cc, t->c_cc, sizeof k.cc);
	return ioctl(fd, TCSETS + when, &k);
}

int isatty(int fd)
{
	struct termios t;
	return tcgetattr(fd, &t) == 0;
}

void cfmakeraw(struct termios *t)
{
	t->c_iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	t->c_oflag &= ~OPOST;
	t->c_lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	t->c_cflag &= ~(CSIZE | PARENB);
	t->c_cflag |= CS8;
	t->c_cc[VMIN] = 1;
	t->c_cc[VTIME] = 0;
}

speed_t cfgetospeed(const struct termios *t)
{
	return t->c_cflag & CBAUD;
}

speed_t cfgetispeed(const struct termios *t)
{
	return t->c_cflag & CBAUD;
}

int cfsetospeed(struct termios *t, speed_t s)
{
	if (s & ~CBAUD) {
		errno = EINVAL;
		return -1;
	}
	t->c_ospeed = s;
	t->c_cflag = (t->c_cflag & ~CBAUD) | s;
	return 0;
}

int cfsetispeed(struct termios *t, speed_t s)
{
	if (s == 0)
		return 0;
	t->c_ispeed = s;
	return cfsetospeed(t, s);
}

int cfsetspeed(struct termios *t, speed_t s)
{
	return cfsetispeed(t, s) | cfsetospeed(t, s);
}

int tcsendbreak(int fd, int n)
{
	return ioctl(fd, n <= 0 ? TCSBRK : TCSBRKP, n <= 0 ? 0L : (n + 99) / 100L);
}

int tcdrain(int fd)
{
	return ioctl(fd, TCSBRK, 1L);
}

int tcflush(int fd, int what)
{
	return ioctl(fd, TCFLSH, (long)what);
}

int tcflow(int fd, int what)
{
	return ioctl(fd, TCXONC, (long)what);
}

pid_t tcgetpgrp(int fd)
{
	int pgrp;
	return ioctl(fd, TIOCGPGRP, &pgrp) < 0 ? -1 : pgrp;
}

int tcsetpgrp(int fd, pid_t pgrp)
{
	return ioctl(fd, TIOCSPGRP, &pgrp);
}

pid_t tcgetsid(int fd)
{
	int sid;
	return ioctl(fd, TIOCGSID, &sid) < 0 ? -1 : sid;
}

int ttyname_r(int fd, char *buf, size_t n)
{
	char self[32];
	struct termios t;
	long len;
	if (tcgetattr(fd, &t) < 0)
		return errno;
	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	len = readlink(self, buf, n);
	if (len < 0)
		return errno;
	if ((size_t)len >= n)
		return ERANGE;
	buf[len] = 0;
	return 0;
}

char *ttyname(int fd)
{
	static char name[64];
	int e = ttyname_r(fd, name, sizeof name);
	if (e) {
		errno = e;
		return 0;
	}
	return name;
}

char *ctermid(char *s)
{
	static char own[9];
	return strcpy(s ? s : own, "/dev/tty");
}

int posix_openpt(int flags)
{
	return open("/dev/ptmx", flags);
}

int getpt(void)
{
	return posix_openpt(O_RDWR);
}

int ptsname_r(int fd, char *buf, size_t n)
{
	unsigned int number;
	if (ioctl(fd, TIOCGPTN, &number) < 0)
		return errno;
	if ((size_t)snprintf(buf, n, "/dev/pts/%u", number) >= n) {
		errno = ERANGE;
		return ERANGE;
	}
	return 0;
}

char *ptsname(int fd)
{
	static char name[32];
	return ptsname_r(fd, name, sizeof name) ? 0 : name;
}

int grantpt(int fd)
{
	unsigned int number;
	if (ioctl(fd, TIOCGPTN, &number) == 0)
		return 0;
	if (errno == ENOTTY)
		errno = EINVAL;
	return -1;
}

int unlockpt(int fd)
{
	int off = 0;
	if (ioctl(fd, TIOCSPTLCK, &off) == 0)
		return 0;
	if (errno == ENOTTY)
		errno = EINVAL;
	return -1;
}

int openpty(int *master, int *slave, char *name, const struct termios *t, const struct winsize *w)
{
	char path[32];
	int m = getpt(), s;
	if (m < 0)
		return -1;
	if (grantpt(m) < 0 || unlockpt(m) < 0 || ptsname_r(m, path, sizeof path) || (s = open(path, O_RDWR | O_NOCTTY)) < 0) {
		close(m);
		return -1;
	}
	if (t)
		tcsetattr(s, TCSAFLUSH, t);
	if (w)
		ioctl(s, TIOCSWINSZ, w);
	if (name)
		strcpy(name, path);
	*master = m;
	*slave = s;
	return 0;
}

int login_tty(int fd)
{
	setsid();
	if (ioctl(fd, TIOCSCTTY, 0L) < 0)
		return -1;
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	if (fd > 2)
		close(fd);
	return 0;
}

int forkpty(int *master, char *name, const struct termios *t, const struct winsize *w)
{
	int m, s, pid;
	if (openpty(&m, &s, name, t, w) < 0)
		return -1;
	pid = fork();
	if (pid < 0) {
		close(m);
		close(s);
		return -1;
	}
	if (pid == 0) {
		close(m);
		if (login_tty(s) < 0)
			_exit(1);
		return 0;
	}
	*master = m;
	close(s);
	return pid;
}

int vhangup(void)
{
	__RETURN(__syscall(SYS_vhangup));
}

int ttyslot(void)
{
	return 0;
}

/* Reads a line from the terminal without echo. */
char *getpass(const char *prompt)
{
	static char line[128];
	struct termios old, quiet;
	FILE *f = fopen("/dev/tty", "r+"), *in = f ? f : stdin, *out = f ? f : stderr;
	int tty = tcgetattr(fileno(in), &old) == 0;
	char *got;
	if (tty) {
		quiet = old;
		quiet.c_lflag &= ~(ECHO | ISIG);
		tcsetattr(fileno(in), TCSAFLUSH, &quiet);
	}
	fputs(prompt, out);
	fflush(out);
	got = fgets(line, sizeof line, in);
	if (got)
		line[strcspn(line, "\n")] = 0;
	if (tty) {
		fputs("\n", out);
		tcsetattr(fileno(in), TCSAFLUSH, &old);
	}
	if (f)
		fclose(f);
	return got;
}
