/* getaddrinfo(3), gethostbyname(3), getservbyname(3): numbers, /etc/hosts and a few known services. */
#include <bits/libc.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static int host_error;

int *__h_errno_location(void)
{
	return &host_error;
}

const char *hstrerror(int e)
{
	static const char *const texts[] = { "Resolver Error 0 (no error)", "Unknown host", "Host name lookup failure", "Unknown server error", "No address associated with name" };
	if (e < 0)
		return "Resolver internal error";
	return e < 5 ? texts[e] : "Unknown resolver error";
}

void herror(const char *s)
{
	fprintf(stderr, "%s%s%s\n", s && *s ? s : "", s && *s ? ": " : "", hstrerror(host_error));
}

const char *gai_strerror(int e)
{
	switch (e) {
	case -105: return "Parameter string not correctly encoded";
	case -104: return "Interrupted by a signal";
	case -103: return "All requests done";
	case -102: return "Request not canceled";
	case -101: return "Request canceled";
	case -100: return "Processing request in progress";
	case -11: return "System error";
	case -10: return "Memory allocation failure";
	case -9: return "Address family for hostname not supported";
	case -8: return "Servname not supported for ai_socktype";
	case -7: return "ai_socktype not supported";
	case -6: return "ai_family not supported";
	case -5: return "No address associated with hostname";
	case -4: return "Non-recoverable failure in name resolution";
	case -3: return "Temporary failure in name resolution";
	case -2: return "Name or service not known";
	case -1: return "Bad value for ai_flags";
	}
	return "Unknown error";
}

struct service { const char *name; int port; const char *protos, *alias[3]; };

static const struct service services[] = {
	{ "tcpmux", 1, "t" }, { "echo", 7, "tu" }, { "discard", 9, "tu", { "sink", "null" } }, { "systat", 11, "t", { "users" } },
	{ "daytime", 13, "tu" }, { "netstat", 15, "t" }, { "qotd", 17, "t", { "quote" } }, { "chargen", 19, "tu", { "ttytst", "source" } },
	{ "ftp-data", 20, "t" }, { "ftp", 21, "t" }, { "fsp", 21, "u", { "fspd" } }, { "ssh", 22, "t" }, { "telnet", 23, "t" },
	{ "smtp", 25, "t", { "mail" } }, { "time", 37, "tu", { "timserver" } }, { "whois", 43, "t", { "nicname" } }, { "tacacs", 49, "tu" },
	{ "domain", 53, "tu" }, { "bootps", 67, "u" }, { "bootpc", 68, "u" }, { "tftp", 69, "u" }, { "gopher", 70, "t" },
	{ "finger", 79, "t" }, { "http", 80, "t", { "www" } }, { "kerberos", 88, "tu", { "kerberos5", "krb5" } },
	{ "pop3", 110, "t", { "pop-3" } }, { "sunrpc", 111, "tu", { "portmapper" } }, { "nntp", 119, "t", { "readnews", "untp" } },
	{ "ntp", 123, "u" }, { "imap2", 143, "t", { "imap" } }, { "snmp", 161, "tu" }, { "irc", 194, "tu" }, { "ldap", 389, "tu" },
	{ "https", 443, "tu" }, { "syslog", 514, "u" }, { "ldaps", 636, "tu" }, { "imaps", 993, "t" }, { "pop3s", 995, "t" },
	{ "mysql", 3306, "t" }, { "postgresql", 5432, "t", { "postgres" } }, { "http-alt", 8080, "tu", { "webcache" } },
};

enum { SERVICES = sizeof services / sizeof *services };

static struct servent *answer(const struct service *s, const char *proto)
{
	static struct servent e;
	static char *aliases[3];
	memcpy(aliases, s->alias, sizeof aliases);
	e.s_name = (char *)s->name;
	e.s_aliases = aliases;
	e.s_port = htons(s->port);
	e.s_proto = (char *)(proto ? proto : *s->protos == 't' ? "tcp" : "udp");
	return &e;
}

static int offers(const struct service *s, const char *proto)
{
	return !proto || (strcmp(proto, "tcp") == 0 && strchr(s->protos, 't')) || (strcmp(proto, "udp") == 0 && strchr(s->protos, 'u'));
}

struct servent *getservbyname(const char *name, const char *proto)
{
	const struct service *s;
	int i;
	for (s = services; s < services + SERVICES; s++) {
		if (!offers(s, proto))
			continue;
		if (strcmp(s->name, name) == 0)
			return answer(s, proto);
		for (i = 0; s->alias[i]; i++)
			if (strcmp(s->alias[i], name) == 0)
				return answer(s, proto);
	}
	return 0;
}

struct servent *getservbyport(int port, const char *proto)
{
	int i;
	for (i = 0; i < SERVICES; i++)
		if (htons(services[i].port) == port && offers(&services[i], proto))
			return answer(&services[i], proto);
	return 0;
}

static int next_service, next_proto;

/* A service that both protocols offer is two lines of /etc/services. */
struct servent *getservent(void)
{
	const struct service *s = &services[next_service];
	int proto;
	if (next_service == SERVICES)
		return 0;
	proto = s->protos[next_proto++];
	if (!s->protos[next_proto]) {
		next_service++;
		next_proto = 0;
	}
	return answer(s, proto == 't' ? "tcp" : "udp");
}

void setservent(int stay)
{
	(void)stay;
	next_service = next_proto = 0;
}

void endservent(void)
{
	next_service = next_proto = 0;
}

static const struct { const char *name, *alias; int number; } protocols[] = {
	{ "ip", "IP", 0 }, { "hopopt", "HOPOPT", 0 }, { "icmp", "ICMP", 1 }, { "igmp", "IGMP", 2 }, { "ggp", "GGP", 3 },
	{ "ipencap", "IP-ENCAP", 4 }, { "st", "ST", 5 }, { "tcp", "TCP", 6 }, { "egp", "EGP", 8 }, { "igp", "IGP", 9 }, { "pup", "PUP", 12 },
	{ "udp", "UDP", 17 }, { "hmp", "HMP", 20 }, { "xns-idp", "XNS-IDP", 22 }, { "rdp", "RDP", 27 }, { "iso-tp4", "ISO-TP4", 29 },
	{ "dccp", "DCCP", 33 }, { "xtp", "XTP", 36 }, { "ddp", "DDP", 37 }, { "idpr-cmtp", "IDPR-CMTP", 38 }, { "ipv6", "IPv6", 41 },
	{ "ipv6-route", "IPv6-Route", 43 }, { "ipv6-frag", "IPv6-Frag", 44 }, { "idrp", "IDRP", 45 }, { "rsvp", "RSVP", 46 },
	{ "gre", "GRE", 47 }, { "esp", "IPSEC-ESP", 50 }, { "ah", "IPSEC-AH", 51 }, { "skip", "SKIP", 57 }, { "ipv6-icmp", "IPv6-ICMP", 58 },
	{ "ipv6-nonxt", "IPv6-NoNxt", 59 }, { "ipv6-opts", "IPv6-Opts", 60 }, { "rspf", "RSPF", 73 }, { "vmtp", "VMTP", 81 },
	{ "eigrp", "EIGRP", 88 }, { "ospf", "OSPFIGP", 89 }, { "ax.25", "AX.25", 93 }, { "ipip", "IPIP", 94 }, { "etherip", "ETHERIP", 97 },
	{ "encap", "ENCAP", 98 }, { "pim", "PIM", 103 }, { "ipcomp", "IPCOMP", 108 }, { "vrrp", "VRRP", 112 }, { "l2tp", "L2TP", 115 },
	{ "isis", "ISIS", 124 }, { "sctp", "SCTP", 132 }, { "fc", "FC", 133 }, { "mobility-header", "Mobility-Header", 135 },
	{ "udplite", "UDPLite", 136 }, { "mpls-in-ip", "MPLS-in-IP", 137 }, { "manet", "manet", 138 }, { "hip", "HIP", 139 },
	{ "shim6", "Shim6", 140 }, { "wesp", "WESP", 141 }, { "rohc", "ROHC", 142 }, { "ethernet", "Ethernet", 143 },
	{ "mptcp", "MPTCP", 262 },
};

enum { PROTOCOLS = sizeof protocols / sizeof *protocols };

static struct protoent *protocol(int i)
{
	static struct protoent p;
	static char *aliases[2];
	aliases[0] = (char *)protocols[i].alias;
	p.p_name = (char *)protocols[i].name;
	p.p_aliases = aliases;
	p.p_proto = protocols[i].number;
	return &p;
}

struct protoent *getprotobyname(const char *name)
{
	int i;
	for (i = 0; i < PROTOCOLS; i++)
		if (strcmp(protocols[i].name, name) == 0 || strcmp(protocols[i].alias, name) == 0)
			return protocol(i);
	return 0;
}

struct protoent *getprotobynumber(int n)
{
	int i;
	for (i = 0; i < PROTOCOLS; i++)
		if (protocols[i].number == n)
			return protocol(i);
	return 0;
}

static int next_protocol;

struct protoent *getprotoent(void)
{
	return next_protocol < PROTOCOLS ? protocol(next_protocol++) : 0;
}

void setprotoent(int stay)
{
	(void)stay;
	next_protocol = 0;
}

void endprotoent(void)
{
	next_protocol = 0;
}

/* An address from /etc/hosts. */
struct found { int family; unsigned char addr[16]; };

/* Looks name up; fills at most max addresses and, if canon is given, the line's first name. */
static int lookup_hosts(const char *name, int family, struct found *out, int max, char *canon, size_t room)
{
	FILE *f = fopen("/etc/hosts", "re");
	char line[512], *save, *addr, *word;
	int n = 0;
	if (!f)
		return 0;
	while (n < max && fgets(line, sizeof line, f)) {
		char *first = 0;
		struct found h;
		line[strcspn(line, "#\n")] = 0;
		addr = strtok_r(line, " \t", &save);
		if (!addr)
			continue;
		if (inet_pton(AF_INET, addr, h.addr) == 1)
			h.family = AF_INET;
		else if (inet_pton(AF_INET6, addr, h.addr) == 1)
			h.family = AF_INET6;
		else
			continue;
		if (family != AF_UNSPEC && family != h.family)
			continue;
		while ((word = strtok_r(0, " \t", &save))) {
			if (!first)
				first = word;
			if (strcasecmp(word, name) == 0) {
				if (n == 0 && canon)
					snprintf(canon, room, "%s", first);
				out[n++] = h;
				break;
			}
		}
	}
	fclose(f);
	return n;
}

static struct hostent host;
static char host_name[256];
static unsigned char host_addrs[16][16];
static char *host_list[17], *host_aliases[2];

static struct hostent *fill_host(const struct found *list, int n, int family)
{
	int i, len = family == AF_INET ? 4 : 16;
	for (i = 0; i < n; i++) {
		memcpy(host_addrs[i], list[i].addr, len);
		host_list[i] = (char *)host_addrs[i];
	}
	host_list[n] = 0;
	host_aliases[0] = 0;
	host.h_name = host_name;
	host.h_aliases = host_aliases;
	host.h_addrtype = family;
	host.h_length = len;
	host.h_addr_list = host_list;
	return &host;
}

struct hostent *gethostbyname2(const char *name, int family)
{
	struct found list[16];
	int n;
	if (inet_pton(family, name, list[0].addr) == 1 || (family == AF_INET && inet_aton(name, (struct in_addr *)list[0].addr))) {
		snprintf(host_name, sizeof host_name, "%s", name);
		return fill_host(list, 1, family);
	}
	n = lookup_hosts(name, family, list, 16, host_name, sizeof host_name);
	if (n == 0) {
		host_error = HOST_NOT_FOUND;
		return 0;
	}
	return fill_host(list, n, family);
}

struct hostent *gethostbyname(const char *name)
{
	return gethostbyname2(name, AF_INET);
}

/* The first name /etc/hosts has for an address. */
static int name_of(const void *addr, int family, char *name, size_t room)
{
	FILE *f = fopen("/etc/hosts", "re");
	char line[512], *save, *text, *word;
	unsigned char b[16];
	int ok = 0;
	if (!f)
		return 0;
	while (!ok && fgets(line, sizeof line, f)) {
		line[strcspn(line, "#\n")] = 0;
		text = strtok_r(line, " \t", &save);
		word = text ? strtok_r(0, " \t", &save) : 0;
		if (word && inet_pton(family, text, b) == 1 && memcmp(b, addr, family == AF_INET ? 4 : 16) == 0) {
			snprintf(name, room, "%s", word);
			ok = 1;
		}
	}
	fclose(f);
	return ok;
}

struct hostent *gethostbyaddr(const void *addr, socklen_t n, int family)
{
	struct found one;
	if (n != (family == AF_INET ? 4u : 16u) || !name_of(addr, family, host_name, sizeof host_name)) {
		host_error = HOST_NOT_FOUND;
		return 0;
	}
	one.family = family;
	memcpy(one.addr, addr, n);
	return fill_host(&one, 1, family);
}

static FILE *hosts;

struct hostent *gethostent(void)
{
	char line[512], *save, *text, *word;
	struct found one;
	if (!hosts && !(hosts = fopen("/etc/hosts", "re")))
		return 0;
	while (fgets(line, sizeof line, hosts)) {
		line[strcspn(line, "#\n")] = 0;
		text = strtok_r(line, " \t", &save);
		word = text ? strtok_r(0, " \t", &save) : 0;
		/* As glibc's: what has an address of four bytes. */
		if (!word || inet_pton(AF_INET, text, one.addr) != 1)
			continue;
		snprintf(host_name, sizeof host_name, "%s", word);
		fill_host(&one, 1, AF_INET);
		if ((word = strtok_r(0, " \t", &save))) {
			static char alias[256];
			snprintf(alias, sizeof alias, "%s", word);
			host_aliases[0] = alias;
			host_aliases[1] = 0;
		}
		return &host;
	}
	return 0;
}

void endhostent(void)
{
	if (hosts)
		fclose(hosts);
	hosts = 0;
}

void sethostent(int stay)
{
	(void)stay;
	endhostent();
}

/* There is no /etc/networks. */
struct netent *getnetent(void)
{
	return 0;
}

struct netent *getnetbyname(const char *name)
{
	(void)name;
	host_error = HOST_NOT_FOUND;
	return 0;
}

struct netent *getnetbyaddr(uint32_t net, int type)
{
	(void)net, (void)type;
	host_error = HOST_NOT_FOUND;
	return 0;
}

void setnetent(int stay)
{
	(void)stay;
}

void endnetent(void)
{
}

struct kind { int type, protocol; };

static const struct kind kinds[3] = { { SOCK_STREAM, IPPROTO_TCP }, { SOCK_DGRAM, IPPROTO_UDP }, { SOCK_RAW, IPPROTO_IP } };

static struct addrinfo *make(const struct found *h, int port, int type, int protocol)
{
	size_t len = h->family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
	struct addrinfo *ai = calloc(1, sizeof *ai + len);
	if (!ai)
		return 0;
	ai->ai_family = h->family;
	ai->ai_socktype = type;
	ai->ai_protocol = protocol;
	ai->ai_addrlen = len;
	ai->ai_addr = (struct sockaddr *)(ai + 1);
	if (h->family == AF_INET) {
		struct sockaddr_in *a = (struct sockaddr_in *)ai->ai_addr;
		a->sin_family = AF_INET;
		a->sin_port = htons(port);
		memcpy(&a->sin_addr, h->addr, 4);
	} else {
		struct sockaddr_in6 *a = (struct sockaddr_in6 *)ai->ai_addr;
		a->sin6_family = AF_INET6;
		a->sin6_port = htons(port);
		memcpy(&a->sin6_addr, h->addr, 16);
	}
	return ai;
}

void freeaddrinfo(struct addrinfo *ai)
{
	while (ai) {
		struct addrinfo *next = ai->ai_next;
		free(ai->ai_canonname);
		free(ai);
		ai = next;
	}
}

/* An IPv4 address as an IPv6 one. */
static void map_v4(struct found *h)
{
	h->family = AF_INET6;
	memcpy(h->addr + 12, h->addr, 4);
	memcpy(h->addr, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
}

/* The addresses of a name; AI_V4MAPPED asks for IPv4 ones if there are none of IPv6, with AI_ALL for both. */
static int name_addresses(const char *node, const struct addrinfo *hints, struct found *list, int max, char *canon, size_t room)
{
	int n = lookup_hosts(node, hints->ai_family, list, max, canon, room), i, more;
	if (n < 0)
		n = 0;
	if (hints->ai_family == AF_INET6 && hints->ai_flags & AI_V4MAPPED && (!n || hints->ai_flags & AI_ALL) && n < max) {
		more = lookup_hosts(node, AF_INET, list + n, max - n, canon, room);
		for (i = 0; i < more; i++)
			map_v4(&list[n++]);
	}
	return n > 0 ? n : EAI_NONAME;
}

/* The addresses of a node; a negative result is an EAI_ code. */
static int node_addresses(const char *node, const struct addrinfo *hints, struct found *list, int max, char *canon, size_t room)
{
	int n = 0, family = hints->ai_family;
	if (!node) {
		int any = hints->ai_flags & AI_PASSIVE;
		memset(list, 0, 2 * sizeof *list);
		/* The order in which glibc sorts them. */
		if (any && family != AF_INET6)
			list[n++].family = AF_INET;
		if (family != AF_INET) {
			list[n].family = AF_INET6;
			if (!any)
				list[n].addr[15] = 1;
			n++;
		}
		if (!any && family != AF_INET6) {
			list[n].family = AF_INET;
			memcpy(list[n++].addr, "\x7f\0\0\1", 4);
		}
		return n;
	}
	snprintf(canon, room, "%s", node);
	if (inet_aton(node, (struct in_addr *)list[0].addr)) {
		list[0].family = AF_INET;
		if (family != AF_INET6)
			return 1;
		if (!(hints->ai_flags & AI_V4MAPPED))
			return EAI_ADDRFAMILY;
		map_v4(&list[0]);
		return 1;
	}
	if (inet_pton(AF_INET6, node, list[0].addr) == 1) {
		list[0].family = AF_INET6;
		if (family != AF_INET)
			return 1;
		if (!IN6_IS_ADDR_V4MAPPED((struct in6_addr *)list[0].addr))
			return EAI_ADDRFAMILY;
		list[0].family = AF_INET;
		memmove(list[0].addr, list[0].addr + 12, 4);
		return 1;
	}
	if (hints->ai_flags & AI_NUMERICHOST)
		return EAI_NONAME;
	return name_addresses(node, hints, list, max, canon, room);
}

/* The port of a service for a protocol, -1 if it has none. */
static int port_of(const char *service, int protocol, int numeric)
{
	char *end;
	long v;
	struct servent *s;
	if (!service)
		return 0;
	v = strtol(service, &end, 10);
	if (*service && !*end)
		return v & 0xffff;
	if (numeric)
		return -1;
	s = getservbyname(service, protocol == IPPROTO_TCP ? "tcp" : protocol == IPPROTO_UDP ? "udp" : 0);
	return s ? ntohs(s->s_port) : -1;
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *given, struct addrinfo **out)
{
	static const struct addrinfo none = { .ai_flags = AI_V4MAPPED | AI_ADDRCONFIG };
	const struct addrinfo *hints = given ? given : &none;
	struct found list[16];
	struct addrinfo *first = 0, **tail = &first;
	char canon[256] = "";
	int n, i, k, known = 0, digits;
	if (node && node[0] == '*' && !node[1])
		node = 0;
	if (service && service[0] == '*' && !service[1])
		service = 0;
	if (!node && !service)
		return EAI_NONAME;
	if (hints->ai_flags & ~(AI_PASSIVE | AI_CANONNAME | AI_NUMERICHOST | AI_ADDRCONFIG | AI_V4MAPPED | AI_ALL | AI_NUMERICSERV | 0x3c0))
		return EAI_BADFLAGS;
	if (hints->ai_flags & AI_CANONNAME && !node)
		return EAI_BADFLAGS;
	if (hints->ai_family != AF_UNSPEC && hints->ai_family != AF_INET && hints->ai_family != AF_INET6)
		return EAI_FAMILY;
	for (k = 0; k < 3; k++)
		if ((!hints->ai_socktype || hints->ai_socktype == kinds[k].type) && (!hints->ai_protocol || hints->ai_protocol == kinds[k].protocol || kinds[k].type == SOCK_RAW))
			known = 1;
	if (!known)
		return hints->ai_socktype ? EAI_SOCKTYPE : EAI_SERVICE;
	digits = !service || (*service && strspn(service, "0123456789") == strlen(service));
	if (!digits && hints->ai_flags & AI_NUMERICSERV)
		return EAI_NONAME;
	if (!digits && hints->ai_socktype == SOCK_RAW)
		return EAI_SERVICE;
	known = 0;
	for (k = 0; k < 2; k++)
		if (port_of(service, kinds[k].protocol, 0) >= 0 && (!hints->ai_socktype || hints->ai_socktype == kinds[k].type))
			known = 1;
	if (!known && !digits)
		return EAI_SERVICE;
	n = node_addresses(node, hints, list, 16, canon, sizeof canon);
	if (n < 0)
		return n;
	for (i = 0; i < n; i++)
		for (k = 0; k < 3; k++) {
			int port;
			if (hints->ai_socktype && hints->ai_socktype != kinds[k].type)
				continue;
			if (hints->ai_protocol && hints->ai_protocol != kinds[k].protocol && kinds[k].type != SOCK_RAW)
				continue;
			port = kinds[k].type == SOCK_RAW && !digits ? -1 : port_of(service, kinds[k].protocol, 0);
			if (port < 0)
				continue;
			*tail = make(&list[i], port, kinds[k].type, kinds[k].type == SOCK_RAW ? hints->ai_protocol : kinds[k].protocol);
			if (!*tail) {
				freeaddrinfo(first);
				return EAI_MEMORY;
			}
			(*tail)->ai_flags = hints->ai_flags;
			tail = &(*tail)->ai_next;
		}
	if (!first)
		return EAI_SERVICE;
	if (hints->ai_flags & AI_CANONNAME)
		first->ai_canonname = strdup(canon);
	*out = first;
	return 0;
}

int getnameinfo(const struct sockaddr *sa, socklen_t n, char *node, socklen_t nn, char *service, socklen_t ns, unsigned int flags)
{
	const void *addr;
	int port, r;
	char text[256];
	if (sa->sa_family == AF_INET && n >= sizeof(struct sockaddr_in)) {
		addr = &((const struct sockaddr_in *)sa)->sin_addr;
		port = ((const struct sockaddr_in *)sa)->sin_port;
	} else if (sa->sa_family == AF_INET6 && n >= sizeof(struct sockaddr_in6)) {
		addr = &((const struct sockaddr_in6 *)sa)->sin6_addr;
		port = ((const struct sockaddr_in6 *)sa)->sin6_port;
	} else
		return EAI_FAMILY;
	if (!(node && nn) && !(service && ns))
		return EAI_NONAME;
	if (node && nn) {
		if (flags & NI_NUMERICHOST || !name_of(addr, sa->sa_family, text, sizeof text)) {
			if (flags & NI_NAMEREQD)
				return EAI_NONAME;
			inet_ntop(sa->sa_family, addr, text, sizeof text);
		}
		r = snprintf(node, nn, "%s", text);
		if ((unsigned)r >= nn)
			return EAI_OVERFLOW;
	}
	if (service && ns) {
		struct servent *s = flags & NI_NUMERICSERV ? 0 : getservbyport(port, flags & NI_DGRAM ? "udp" : "tcp");
		r = s ? snprintf(service, ns, "%s", s->s_name) : snprintf(service, ns, "%d", ntohs(port));
		if ((unsigned)r >= ns)
			return EAI_OVERFLOW;
	}
	return 0;
}

unsigned int if_nametoindex(const char *name)
{
	if (strcmp(name, "lo") == 0)
		return 1;
	if (strcmp(name, "eth0") == 0)
		return 2;
	errno = ENODEV;
	return 0;
}

char *if_indextoname(unsigned int i, char *name)
{
	if (i == 1)
		return strcpy(name, "lo");
	if (i == 2)
		return strcpy(name, "eth0");
	errno = ENXIO;
	return 0;
}

int bindresvport(int fd, struct sockaddr_in *a)
{
	struct sockaddr_in own;
	int port, e = EADDRINUSE;
	if (!a) {
		memset(&own, 0, sizeof own);
		a = &own;
		a->sin_family = AF_INET;
	}
	for (port = 1023; port >= 600; port--) {
		a->sin_port = htons(port);
		if (bind(fd, (struct sockaddr *)a, sizeof *a) == 0)
			return 0;
		e = errno;
		if (e != EADDRINUSE)
			break;
	}
	errno = e;
	return -1;
}
