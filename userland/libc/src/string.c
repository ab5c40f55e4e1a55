/* string(3): what is written over the built-in operations. */
#include <string.h>
#include <stdlib.h>

size_t strnlen(const char *s, size_t n)
{
	const char *end = memchr(s, 0, n);
	return end ? (size_t)(end - s) : n;
}

char *strncpy(char *d, const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	memcpy(d, s, len);
	memset(d + len, 0, n - len);
	return d;
}

char *stpcpy(char *d, const char *s)
{
	size_t n = strlen(s);
	memcpy(d, s, n + 1);
	return d + n;
}

char *stpncpy(char *d, const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	memcpy(d, s, len);
	memset(d + len, 0, n - len);
	return d + len;
}

char *strcat(char *d, const char *s)
{
	strcpy(d + strlen(d), s);
	return d;
}

char *strncat(char *d, const char *s, size_t n)
{
	char *end = d + strlen(d);
	size_t len = strnlen(s, n);
	memcpy(end, s, len);
	end[len] = 0;
	return d;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n > 0; n--, a++, b++) {
		if (*a != *b)
			return (unsigned char)*a - (unsigned char)*b;
		if (!*a)
			break;
	}
	return 0;
}

int strcoll(const char *a, const char *b)
{
	return strcmp(a, b);
}

size_t strxfrm(char *d, const char *s, size_t n)
{
	size_t len = strlen(s);
	if (n > 0)
		stpncpy(d, s, n);
	return len;
}

char *strrchr(const char *s, int c)
{
	return memrchr(s, c, strlen(s) + 1);
}

char *strchrnul(const char *s, int c)
{
	char *p = strchr(s, c);
	return p ? p : (char *)s + strlen(s);
}

char *index(const char *s, int c)
{
	return strchr(s, c);
}

char *rindex(const char *s, int c)
{
	return strrchr(s, c);
}

size_t strspn(const char *s, const char *set)
{
	const char *p = s;
	while (*p && strchr(set, *p))
		p++;
	return p - s;
}

size_t strcspn(const char *s, const char *set)
{
	const char *p = s;
	while (*p && !strchr(set, *p))
		p++;
	return p - s;
}

char *strpbrk(const char *s, const char *set)
{
	s += strcspn(s, set);
	return *s ? (char *)s : 0;
}

char *strstr(const char *s, const char *what)
{
	size_t n = strlen(what);
	if (n == 0)
		return (char *)s;
	for (; (s = strchr(s, *what)); s++)
		if (strncmp(s, what, n) == 0)
			return (char *)s;
	return 0;
}

char *strcasestr(const char *s, const char *what)
{
	size_t n = strlen(what);
	for (; n > 0 && *s; s++)
		if (strncasecmp(s, what, n) == 0)
			return (char *)s;
	return n == 0 ? (char *)s : 0;
}

char *strtok_r(char *s, const char *set, char **save)
{
	char *end;
	if (!s)
		s = *save;
	if (!*s) {
		*save = s;
		return 0;
	}
	s += strspn(s, set);
	if (!*s) {
		*save = s;
		return 0;
	}
	end = s + strcspn(s, set);
	if (*end)
		*end++ = 0;
	*save = end;
	return s;
}

char *strtok(char *s, const char *set)
{
	static char *save;
	return strtok_r(s, set, &save);
}

char *strsep(char **s, const char *set)
{
	char *begin = *s, *end;
	if (!begin)
		return 0;
	end = begin + strcspn(begin, set);
	if (*end) {
		*end++ = 0;
		*s = end;
	} else
		*s = 0;
	return begin;
}

char *strdup(const char *s)
{
	size_t n = strlen(s) + 1;
	char *d = malloc(n);
	return d ? memcpy(d, s, n) : 0;
}

char *strndup(const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *d = malloc(len + 1);
	if (!d)
		return 0;
	d[len] = 0;
	return memcpy(d, s, len);
}

static int lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

int strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, (size_t)-1);
}

int strncasecmp(const char *a, const char *b, size_t n)
{
	for (; n > 0; n--, a++, b++) {
		int d = lower((unsigned char)*a) - lower((unsigned char)*b);
		if (d || !*a)
			return d;
	}
	return 0;
}

/* Digits compare as numbers; a longer run of leading zeros sorts first. */
int strverscmp(const char *x, const char *y)
{
	const unsigned char *a = (const unsigned char *)x, *b = (const unsigned char *)y;
	size_t i, digits = 0, j;
	int zeros = 1;
	for (i = 0; a[i] == b[i]; i++) {
		if (!a[i])
			return 0;
		if (a[i] < '0' || a[i] > '9') {
			digits = i + 1;
			zeros = 1;
		} else if (a[i] != '0')
			zeros = 0;
	}
	if (a[digits] - '1' < 9u && b[digits] - '1' < 9u) {
		for (j = i; a[j] - '0' < 10u; j++)
			if (b[j] - '0' >= 10u)
				return 1;
		if (b[j] - '0' < 10u)
			return -1;
	} else if (zeros && digits < i && (a[i] - '0' < 10u || b[i] - '0' < 10u))
		return (unsigned char)(a[i] - '0') - (unsigned char)(b[i] - '0');
	return a[i] - b[i];
}

void *memrchr(const void *s, int c, size_t n)
{
	const unsigned char *p = s;
	while (n > 0)
		if (p[--n] == (unsigned char)c)
			return (void *)(p + n);
	return 0;
}

void *rawmemchr(const void *s, int c)
{
	return memchr(s, c, (size_t)-1 >> 1);
}

void *memmem(const void *hay, size_t n, const void *what, size_t m)
{
	const char *p = hay, *last = p + n - m;
	if (m == 0)
		return (void *)hay;
	if (n < m)
		return 0;
	for (; p <= last && (p = memchr(p, *(const char *)what, last - p + 1)); p++)
		if (memcmp(p, what, m) == 0)
			return (void *)p;
	return 0;
}

void *memccpy(void *d, const void *s, int c, size_t n)
{
	const char *end = memchr(s, c, n);
	if (end)
		return (char *)memcpy(d, s, end - (const char *)s + 1) + (end - (const char *)s + 1);
	memcpy(d, s, n);
	return 0;
}

void *mempcpy(void *d, const void *s, size_t n)
{
	return (char *)memcpy(d, s, n) + n;
}

void *memfrob(void *s, size_t n)
{
	char *p = s;
	while (n-- > 0)
		*p++ ^= 42;
	return s;
}

int bcmp(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n);
}

void bcopy(const void *s, void *d, size_t n)
{
	memmove(d, s, n);
}

void bzero(void *s, size_t n)
{
	memset(s, 0, n);
}

void explicit_bzero(void *s, size_t n)
{
	memset(s, 0, n);
}

int ffsll(long long v)
{
	int n = 1;
	if (v == 0)
		return 0;
	while (!(v & 1)) {
		v = (unsigned long long)v >> 1;
		n++;
	}
	return n;
}

int ffsl(long v)
{
	return ffsll(v);
}

int ffs(int v)
{
	return ffsll(v);
}

void swab(const void *from, void *to, ssize_t n)
{
	const char *s = from;
	char *d = to;
	for (; n > 1; n -= 2, s += 2, d += 2) {
		char c = s[0];
		d[0] = s[1];
		d[1] = c;
	}
}
