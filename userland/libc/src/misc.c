/* daemon(3), syslog(3), l64a(3) and other small things */
#include <bits/libc.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/un.h>

int daemon(int keep_dir, int keep_files)
{
	int fd;
	switch (fork()) {
	case -1:
		return -1;
	case 0:
		break;
	default:
		_exit(0);
	}
	if (setsid() < 0)
		return -1;
	if (!keep_dir)
		chdir("/");
	if (!keep_files && (fd = open("/dev/null", O_RDWR)) >= 0) {
		dup2(fd, 0);
		dup2(fd, 1);
		dup2(fd, 2);
		if (fd > 2)
			close(fd);
	}
	return 0;
}

int acct(const char *path)
{
	__RETURN(__syscall(SYS_acct, path));
}

static const char radix64[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

char *l64a(long v)
{
	static char s[8];
	unsigned int m = v;
	int n = 0;
	for (; m; m >>= 6)
		s[n++] = radix64[m & 63];
	s[n] = 0;
	return s;
}

long a64l(const char *s)
{
	unsigned int v = 0;
	int i;
	for (i = 0; i < 6 && s[i]; i++) {
		const char *p = strchr(radix64, s[i]);
		if (!p)
			break;
		v |= (unsigned)(p - radix64) << 6 * i;
	}
	return (int)v;
}

int getloadavg(double v[], int n)
{
	int i;
	for (i = 0; i < n && i < 3; i++)
		v[i] = 0;
	return i;
}

static const char *log_ident;
static int log_option, log_facility = LOG_USER, log_fd = -1, log_mask = 0xff;

void openlog(const char *ident, int option, int facility)
{
	log_ident = ident;
	log_option = option;
	if (facility)
		log_facility = facility;
}

void closelog(void)
{
	if (log_fd >= 0)
		close(log_fd);
	log_fd = -1;
}

int setlogmask(int mask)
{
	int old = log_mask;
	if (mask)
		log_mask = mask;
	return old;
}

/* One datagram to /dev/log; with LOG_PERROR the text goes to standard error as well. */
void vsyslog(int priority, const char *fmt, va_list ap)
{
	char line[1024], when[32];
	struct sockaddr_un to = { AF_UNIX, "/dev/log" };
	const char *ident = log_ident ? log_ident : program_invocation_short_name;
	time_t now = time(0);
	struct tm tm;
	int n, head, body, e = errno;
	if (!(log_mask & LOG_MASK(LOG_PRI(priority))))
		return;
	if (!(priority & LOG_FACMASK))
		priority |= log_facility;
	strftime(when, sizeof when, "%h %e %T", localtime_r(&now, &tm));
	head = snprintf(line, sizeof line, "<%d>%s ", priority, when);
	n = head + snprintf(line + head, sizeof line - head, "%.200s", ident);
	if (log_option & LOG_PID)
		n += snprintf(line + n, sizeof line - n, "[%d]", getpid());
	n += snprintf(line + n, sizeof line - n, ": ");
	errno = e;
	body = vsnprintf(line + n, sizeof line - n, fmt, ap);
	n = n + body < (int)sizeof line ? n + body : (int)sizeof line - 1;
	if (log_option & LOG_PERROR)
		dprintf(2, "%s%s", line + head, n > 0 && line[n - 1] == '\n' ? "" : "\n");
	if (log_fd < 0)
		log_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (log_fd >= 0)
		sendto(log_fd, line, n, MSG_NOSIGNAL, (struct sockaddr *)&to, sizeof to);
	errno = e;
}

void syslog(int priority, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vsyslog(priority, fmt, ap);
	va_end(ap);
}
