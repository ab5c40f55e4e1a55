/* inet(3), getaddrinfo(3), getservbyname(3), getpwnam(3), and name functions. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <arpa/inet.h>
#include <fnmatch.h>

static void info(const char *node, const char *service, int flags, int family, int type)
{
	struct addrinfo hints = { .ai_flags = flags, .ai_family = family, .ai_socktype = type }, *list = NULL, *p;
	char host[100], serv[50];
	int r = getaddrinfo(node, service, &hints, &list);
	printf("%s %s %d %d %d: %s\n", node ? node : "-", service ? service : "-", flags, family, type, r ? gai_strerror(r) : "ok");
	for (p = r ? NULL : list; p; p = p->ai_next) {
		getnameinfo(p->ai_addr, p->ai_addrlen, host, sizeof host, serv, sizeof serv, NI_NUMERICHOST | NI_NUMERICSERV);
		printf("  %d %d %d %u %s %s %s\n", p->ai_family, p->ai_socktype, p->ai_protocol, p->ai_addrlen, host, serv, p->ai_canonname ? p->ai_canonname : "-");
	}
	if (!r)
		freeaddrinfo(list);
}

int main(void)
{
	static const char *const four[] = { "127.0.0.1", "1.2.3", "0x7f.1", "010.1.2.3", "256.1.1.1", "1.2.3.4.5", "1.2.3.4 ", "", "abc", "4294967295", "1.65536", "192.168.001.1" };
	static const char *const six[] = { "::1", "::", "1::", "fe80::1:2", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1:2:3", "::1::", "12345::", "1:2:3:4:5:6:7:8:9", "a:B::C", "1:0:0:2::3", ":1", "1:2:3:4:5:6:1.2.3.4" };
	struct in_addr a;
	struct in6_addr b;
	unsigned i;
	char buf[100];
	int r;
	for (i = 0; i < sizeof four / sizeof *four; i++) {
		r = inet_aton(four[i], &a);
		printf("%s: %d %s", four[i], r, r ? inet_ntoa(a) : "-");
		r = inet_pton(AF_INET, four[i], &a);
		printf(" %d %s %x\n", r, r ? inet_ntop(AF_INET, &a, buf, sizeof buf) : "-", inet_addr(four[i]));
	}
	for (i = 0; i < sizeof six / sizeof *six; i++) {
		r = inet_pton(AF_INET6, six[i], &b);
		printf("%s: %d %s\n", six[i], r, r ? inet_ntop(AF_INET6, &b, buf, sizeof buf) : "-");
	}
	printf("%d %d\n", inet_pton(99, "1", &a), errno == EAFNOSUPPORT);
	a.s_addr = htonl(0x01020304);
	printf("%d %d\n", inet_ntop(AF_INET, &a, buf, 4) == NULL, errno == ENOSPC);
	printf("%x %x %x %lx\n", htons(0x1234), htonl(0x12345678), ntohs(1), (long)ntohl(0xff));
	printf("%x %x\n", inet_network("10.1.2.3"), inet_netof(inet_makeaddr(10, 5)));
	info("127.0.0.1", "80", 0, AF_UNSPEC, 0);
	info("127.0.0.1", "http", 0, AF_INET, SOCK_STREAM);
	info("::1", "80", 0, AF_UNSPEC, SOCK_STREAM);
	info("::1", "80", 0, AF_INET, SOCK_STREAM);
	info("1.2.3.4", NULL, AI_CANONNAME, AF_INET, SOCK_DGRAM);
	info(NULL, "8080", AI_PASSIVE, AF_INET, SOCK_STREAM);
	info(NULL, "8080", 0, AF_INET, SOCK_STREAM);
	info(NULL, "8080", AI_PASSIVE, AF_INET6, SOCK_STREAM);
	info(NULL, "8080", AI_PASSIVE, AF_UNSPEC, SOCK_STREAM);
	info(NULL, NULL, 0, AF_UNSPEC, 0);
	info("localhost", "80", 0, AF_INET, SOCK_STREAM);
	info("127.0.0.1", "nosuchservice", 0, AF_INET, SOCK_STREAM);
	info("not.numeric", "80", AI_NUMERICHOST, AF_INET, SOCK_STREAM);
	info("127.0.0.1", "http", AI_NUMERICSERV, AF_INET, SOCK_STREAM);
	info("127.0.0.1", "80", 0x8000, AF_INET, SOCK_STREAM);
	info("127.0.0.1", "80", 0, 77, SOCK_STREAM);
	info("127.0.0.1", "80", 0, AF_INET, 77);
	info("127.0.0.1", "domain", 0, AF_INET, 0);
	struct hostent *h = gethostbyname("127.0.0.1");
	printf("%s %d %d %s\n", h->h_name, h->h_addrtype, h->h_length, inet_ntoa(*(struct in_addr *)h->h_addr));
	h = gethostbyname("localhost");
	printf("%s %s\n", h->h_name, inet_ntoa(*(struct in_addr *)h->h_addr));
	for (i = 0; i < 5; i++)
		printf("%s\n", hstrerror(i));
	for (r = 0; r > -13; r--)
		printf("%d %s\n", r, gai_strerror(r));
	struct servent *s = getservbyname("http", "tcp");
	printf("%s %d %s\n", s->s_name, ntohs(s->s_port), s->s_proto);
	s = getservbyport(htons(22), NULL);
	printf("%s\n", s->s_name);
	printf("%d\n", getservbyname("nosuch", NULL) == NULL);
	struct protoent *p = getprotobyname("tcp");
	printf("%s %d %s\n", p->p_name, p->p_proto, p->p_aliases[0]);
	struct passwd *pw = getpwnam("root");
	printf("%s %u %u %s %d\n", pw->pw_name, pw->pw_uid, pw->pw_gid, pw->pw_dir, pw->pw_shell[0] == '/');
	pw = getpwuid(0);
	printf("%s %d\n", pw->pw_name, getpwnam("no such user") == NULL);
	struct group *g = getgrgid(0);
	printf("%s %u %d\n", g->gr_name, g->gr_gid, getgrnam("root") != NULL);
	static const char *const pats[][2] = { { "*.c", "a.c" }, { "*.c", ".c" }, { "a?c", "abc" }, { "[a-c]x", "bx" }, { "[!a-c]x", "bx" }, { "a*b*c", "aXXbYYc" }, { "*", "" }, { "a\\*", "a*" }, { "*/x", "a/b/x" }, { "[]]", "]" } };
	for (i = 0; i < sizeof pats / sizeof *pats; i++)
		printf("%d%d%d ", fnmatch(pats[i][0], pats[i][1], 0), fnmatch(pats[i][0], pats[i][1], FNM_PATHNAME), fnmatch(pats[i][0], pats[i][1], FNM_PERIOD));
	printf("\n");
	return 0;
}
