/* getutent(3), getutxent(3): nobody has logged in here. */
#include <errno.h>
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

int utmpname(const char *file)
{
	(void)file;
	return 0;
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
