/* getutent(3), getutxent(3): nobody has logged in here. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <utmpx.h>

void setutent(void)
{
}

void endutent(void)
{
}

struct utmp *getutent(void)
{
	return 0;
}

struct utmp *getutid(const struct utmp *u)
{
	(void)u;
	errno = ESRCH;
	return 0;
}

struct utmp *getutline(const struct utmp *u)
{
	return getutid(u);
}

struct utmp *pututline(const struct utmp *u)
{
	(void)u;
	errno = ENOENT;
	return 0;
}

/* The log is written to if it is there. */
void updwtmp(const char *file, const struct utmp *u)
{
	int saved = errno, fd = open(file, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (fd >= 0) {
		write(fd, u, sizeof *u);
		close(fd);
	}
	errno = saved;
}

void logwtmp(const char *line, const char *name, const char *host)
{
	struct utmp u = { 0 };
	struct timeval now;
	gettimeofday(&now, 0);
	u.ut_tv.tv_sec = now.tv_sec;
	u.ut_tv.tv_usec = now.tv_usec;
	u.ut_pid = getpid();
	u.ut_type = *name ? USER_PROCESS : DEAD_PROCESS;
	strncpy(u.ut_line, line, sizeof u.ut_line);
	strncpy(u.ut_user, name, sizeof u.ut_user);
	strncpy(u.ut_host, host, sizeof u.ut_host);
	updwtmp(_PATH_WTMP, &u);
}

void login(const struct utmp *u)
{
	updwtmp(_PATH_WTMP, u);
}

int logout(const char *line)
{
	(void)line;
	return 0;
}

int utmpname(const char *file)
{
	(void)file;
	return 0;
}

int utmpxname(const char *file)
{
	return utmpname(file);
}

void updwtmpx(const char *file, const struct utmpx *u)
{
	updwtmp(file, u);
}

void setutxent(void)
{
}

void endutxent(void)
{
}

struct utmpx *getutxent(void)
{
	return 0;
}

struct utmpx *getutxid(const struct utmpx *u)
{
	return getutid(u);
}

struct utmpx *getutxline(const struct utmpx *u)
{
	return getutid(u);
}

struct utmpx *pututxline(const struct utmpx *u)
{
	return pututline(u);
}
