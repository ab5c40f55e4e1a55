/* inet(3), inet_ntop(3), inet_pton(3) */
#include <bits/libc.h>
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct in6_addr in6addr_any = IN6ADDR_ANY_INIT, in6addr_loopback = IN6ADDR_LOOPBACK_INIT;

/* a, a.b, a.b.c or a.b.c.d in decimal, octal or hexadecimal; white space may follow. */
int inet_aton(const char *s, struct in_addr *a)
{
	unsigned long part[4], v;
	int n = 0;
	for (;;) {
		char *end;
		if (!isdigit((unsigned char)*s))
			return 0;
		part[n] = strtoul(s, &end, 0);
		if (end == s || part[n] > 0xffffffff)
			return 0;
		n++;
		s = end;
		if (*s != '.')
			break;
		if (n == 4 || part[n - 1] > 255)
			return 0;
		s++;
	}
	if (*s && !isspace((unsigned char)*s))
		return 0;
	v = part[n - 1];
	if (v > 0xffffffff >> 8 * (n - 1))
		return 0;
	if (n > 1)
		v |= part[0] << 24;
	if (n > 2)
		v |= part[1] << 16;
	if (n > 3)
		v |= part[2] << 8;
	if (a)
		a->s_addr = htonl(v);
	return 1;
}

in_addr_t inet_addr(const char *s)
{
	struct in_addr a;
	return inet_aton(s, &a) ? a.s_addr : INADDR_NONE;
}

in_addr_t inet_network(const char *s)
{
	in_addr_t v = 0;
	int n = 0;
	for (;;) {
		char *end;
		unsigned long part = strtoul(s, &end, 0);
		if (end == s || part > 255 || n == 4)
			return INADDR_NONE;
		v = v << 8 | part;
		n++;
		if (*end != '.')
			return *end ? INADDR_NONE : v;
		s = end + 1;
	}
}

struct in_addr inet_makeaddr(in_addr_t net, in_addr_t host)
{
	struct in_addr a;
	if (net < 128)
		net = net << 24 | (host & 0xffffff);
	else if (net < 65536)
		net = net << 16 | (host & 0xffff);
	else if (net < 16777216)
		net = net << 8 | (host & 0xff);
	else
		net |= host;
	a.s_addr = htonl(net);
	return a;
}

in_addr_t inet_lnaof(struct in_addr a)
{
	in_addr_t h = ntohl(a.s_addr);
	return IN_CLASSA(h) ? h & 0xffffff : IN_CLASSB(h) ? h & 0xffff : h & 0xff;
}

in_addr_t inet_netof(struct in_addr a)
{
	in_addr_t h = ntohl(a.s_addr);
	return IN_CLASSA(h) ? h >> 24 : IN_CLASSB(h) ? h >> 16 : h >> 8;
}

char *inet_ntoa(struct in_addr a)
{
	static char buf[18];
	unsigned char *b = (unsigned char *)&a;
	snprintf(buf, sizeof buf, "%d.%d.%d.%d", b[0], b[1], b[2], b[3]);
	return buf;
}

static int pton4(const char *s, unsigned char *out)
{
	int i;
	for (i = 0; i < 4; i++) {
		int v = 0, digits = 0;
		while (isdigit((unsigned char)*s)) {
			if (digits > 0 && v == 0)
				return 0;
			v = v * 10 + *s++ - '0';
			digits++;
			if (v > 255)
				return 0;
		}
		if (digits == 0 || *s != (i < 3 ? '.' : 0))
			return 0;
		out[i] = v;
		s++;
	}
	return 1;
}

static int pton6(const char *s, unsigned char *out)
{
	unsigned char b[16];
	int n = 0, gap = -1;
	memset(b, 0, sizeof b);
	if (*s == ':' && *++s != ':')
		return 0;
	while (*s) {
		const char *start = s;
		unsigned v = 0;
		int digits = 0;
		if (*s == ':') {
			if (gap >= 0)
				return 0;
			gap = n;
			s++;
			continue;
		}
		while (isxdigit((unsigned char)*s)) {
			int c = *s++;
			v = v << 4 | (isdigit(c) ? c - '0' : (c | 32) - 'a' + 10);
			if (++digits > 4)
				return 0;
		}
		if (digits == 0)
			return 0;
		if (*s == '.') {
			if (n > 12 || !pton4(start, b + n))
				return 0;
			n += 4;
			break;
		}
		if (n > 14)
			return 0;
		b[n++] = v >> 8;
		b[n++] = v;
		if (*s == ':') {
			s++;
			if (!*s)
				return 0;
		} else if (*s)
			return 0;
	}
	if (gap >= 0) {
		if (n == 16)
			return 0;
		memmove(b + 16 - (n - gap), b + gap, n - gap);
		memset(b + gap, 0, 16 - n);
	} else if (n != 16)
		return 0;
	memcpy(out, b, 16);
	return 1;
}

int inet_pton(int family, const char *s, void *out)
{
	unsigned char four[4];
	switch (family) {
	case AF_INET:
		if (!pton4(s, four))
			return 0;
		memcpy(out, four, 4);
		return 1;
	case AF_INET6:
		return pton6(s, out);
	}
	errno = EAFNOSUPPORT;
	return -1;
}

static void ntop6(const unsigned char *b, char *s)
{
	int i, best = -1, best_len = 1, start = -1;
	for (i = 0; i <= 8; i++) {
		if (i < 8 && !b[2 * i] && !b[2 * i + 1]) {
			if (start < 0)
				start = i;
		} else if (start >= 0) {
			if (i - start > best_len) {
				best = start;
				best_len = i - start;
			}
			start = -1;
		}
	}
	for (i = 0; i < 8; i++) {
		if (i == best) {
			*s++ = ':';
			i += best_len - 1;
			if (i == 7)
				*s++ = ':';
			continue;
		}
		if (i > 0)
			*s++ = ':';
		if (i == 6 && best == 0 && (best_len == 6 || (best_len == 5 && b[10] == 0xff && b[11] == 0xff))) {
			sprintf(s, "%d.%d.%d.%d", b[12], b[13], b[14], b[15]);
			return;
		}
		s += sprintf(s, "%x", b[2 * i] << 8 | b[2 * i + 1]);
	}
	*s = 0;
}

const char *inet_ntop(int family, const void *in, char *s, socklen_t n)
{
	const unsigned char *b = in;
	char buf[48];
	switch (family) {
	case AF_INET:
		sprintf(buf, "%d.%d.%d.%d", b[0], b[1], b[2], b[3]);
		break;
	case AF_INET6:
		ntop6(b, buf);
		break;
	default:
		errno = EAFNOSUPPORT;
		return 0;
	}
	if (strlen(buf) >= n) {
		errno = ENOSPC;
		return 0;
	}
	return strcpy(s, buf);
}
