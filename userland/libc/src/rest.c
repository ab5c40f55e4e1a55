/* Relatives of common functions that few programs use: sigpause(3), wcschrnul(3), strfromd(3), gethostbyname_r(3) and others. */
#include <bits/libc.h>
#include <inttypes.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <wchar.h>

int timespec_getres(struct timespec *t, int base)
{
	if (base != TIME_UTC)
		return 0;
	if (t)
		clock_getres(CLOCK_REALTIME, t);
	return base;
}

wchar_t *wcschrnul(const wchar_t *s, wchar_t c)
{
	while (*s && *s != c)
		s++;
	return (wchar_t *)s;
}

wchar_t *wcpncpy(wchar_t *d, const wchar_t *s, size_t n)
{
	size_t used = wcsnlen(s, n);
	wcsncpy(d, s, n);
	return d + used;
}

intmax_t wcstoimax(const wchar_t *s, wchar_t **end, int base)
{
	return wcstol(s, end, base);
}

uintmax_t wcstoumax(const wchar_t *s, wchar_t **end, int base)
{
	return wcstoul(s, end, base);
}

int strfromd(char *s, size_t n, const char *format, double x)
{
	return snprintf(s, n, format, x);
}

int strfromf(char *s, size_t n, const char *format, float x)
{
	return snprintf(s, n, format, x);
}

/* The answers are as those without _r, but the numbers: with one resolver and no threads inside it, nothing is overwritten
 * before the next look-up. */
static int answer(struct hostent *found, struct hostent *own, struct hostent **result, int *error)
{
	*result = 0;
	if (!found) {
		*error = h_errno;
		return 0;
	}
	*own = *found;
	*result = own;
	return 0;
}

int gethostbyname_r(const char *name, struct hostent *own, char *b, size_t n, struct hostent **result, int *error)
{
	(void)b;
	(void)n;
	return answer(gethostbyname(name), own, result, error);
}

int gethostbyname2_r(const char *name, int family, struct hostent *own, char *b, size_t n, struct hostent **result, int *error)
{
	(void)b;
	(void)n;
	return answer(gethostbyname2(name, family), own, result, error);
}

int gethostbyaddr_r(const void *a, socklen_t len, int family, struct hostent *own, char *b, size_t n, struct hostent **result, int *error)
{
	(void)b;
	(void)n;
	return answer(gethostbyaddr(a, len, family), own, result, error);
}

int getservbyname_r(const char *name, const char *protocol, struct servent *own, char *b, size_t n, struct servent **result)
{
	struct servent *s = getservbyname(name, protocol);
	(void)b;
	(void)n;
	*result = s ? own : 0;
	if (s)
		*own = *s;
	return 0;
}

int getservbyport_r(int port, const char *protocol, struct servent *own, char *b, size_t n, struct servent **result)
{
	struct servent *s = getservbyport(port, protocol);
	(void)b;
	(void)n;
	*result = s ? own : 0;
	if (s)
		*own = *s;
	return 0;
}

/* What rdtsc reads: a counter of 1 GHz. */
unsigned long __time_stamp(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000UL + now.tv_nsec;
}

/* Is it an answer, yes or no? As in the C locale. */
int rpmatch(const char *answer)
{
	return *answer == 'y' || *answer == 'Y' ? 1 : *answer == 'n' || *answer == 'N' ? 0 : -1;
}
