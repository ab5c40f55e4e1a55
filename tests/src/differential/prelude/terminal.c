
/* Terminals: the master in f[0], the slave in f[1]. */

static struct termios tio;

static int open_pair(void)
{
	int m = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK), s;
	if (m < 0)
		return -1;
	grantpt(m);
	unlockpt(m);
	s = open(ptsname(m), O_RDWR | O_NOCTTY | O_NONBLOCK);
	f[0] = m;
	f[1] = s;
	return 0;
}

/* Waits a moment: the line discipline of Linux works in the background, so that signals to ourselves could come before or
 * after the call's result is logged. */
static void type_keys(int k, int fd, const char *keys, int n)
{
	sigset_t keyed, before;
	sigemptyset(&keyed);
	sigaddset(&keyed, SIGINT);
	sigaddset(&keyed, SIGQUIT);
	sigaddset(&keyed, SIGTSTP);
	sigprocmask(SIG_BLOCK, &keyed, &before);
	R(k, write(fd, keys, n));
	/* Who looks for input makes Linux bring it at once, unless there is some already. */
	poll((struct pollfd[]){ { f[0], POLLIN, 0 }, { f[1], POLLIN, 0 } }, 2, 0);
	nap(4000);
	sigprocmask(SIG_SETMASK, &before, 0);
}

/* Bytes with everything unprintable in hexadecimal. */
static void say_bytes(int k, long n, int error)
{
	if (n < 0) {
		say("%d: %ld e%d\n", k, n, error);
		return;
	}
	say("%d: %ld ", k, n);
	for (long i = 0; i < n && i < 100; i++)
		say(b[i] >= ' ' && b[i] < 127 && b[i] != '\\' ? "%c" : "\\%02x", (unsigned char)b[i]);
	say("\n");
}

static void say_termios(int k, int fd)
{
	memset(&tio, 0, sizeof tio);
	if (tcgetattr(fd, &tio) < 0) {
		say("%d: -1 e%d\n", k, errno);
		return;
	}
	say("%d: %o %o %o %o", k, tio.c_iflag, tio.c_oflag, tio.c_cflag, tio.c_lflag);
	for (int i = 0; i < 17; i++)
		say(" %x", tio.c_cc[i]);
	say("\n");
}

static int change_flags(int fd, int which, unsigned int off, unsigned int on)
{
	unsigned int *flags;
	if (tcgetattr(fd, &tio) < 0)
		return -1;
	flags = which == 0 ? &tio.c_iflag : which == 1 ? &tio.c_oflag : &tio.c_lflag;
	*flags = (*flags & ~off) | on;
	return tcsetattr(fd, TCSANOW, &tio);
}

/* A session of its own with this terminal. */
static void take_terminal(int k)
{
	R(k, setsid() == getpid());
	R(k, ioctl(f[1], TIOCSCTTY, 0));
	R(k, tcgetpgrp(f[1]) == getpgrp());
}
