
/* Internet sockets. Ports are the kernel's choice, kept in slots and never printed. */

typedef struct sockaddr_in in_t;
#define SA (struct sockaddr *)

static in_t loop(int slot)
{
	return (in_t){ .sin_family = AF_INET, .sin_port = htons(S->port[slot]), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

/* Which slot's port an address has, and what else is in it. */
static void say_address(const in_t *a, socklen_t n)
{
	int port = ntohs(a->sin_port), slot;
	for (slot = 0; slot < 3 && S->port[slot] != port; slot++)
		;
	say(" %d/%d %s %x\n", (int)n, a->sin_family, !port ? "no port" : slot == 0 ? "port 0" : slot == 1 ? "port 1" : slot == 2 ? "port 2" : "a port",
	    n >= 8 ? ntohl(a->sin_addr.s_addr) : 0);
}

/* Binds to a port of the kernel's choice and keeps it. */
static int bind_any(int fd, int slot, unsigned int address)
{
	in_t a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(address) };
	socklen_t n = sizeof a;
	if (bind(fd, SA &a, sizeof a) < 0)
		return -1;
	getsockname(fd, SA &a, &n);
	S->port[slot] = ntohs(a.sin_port);
	return 0;
}

static int listener(int slot, int backlog)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	if (fd >= 0 && (bind_any(fd, slot, INADDR_LOOPBACK) < 0 || listen(fd, backlog) < 0)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Two ends of a connection. */
static int tcp_pair(int *two)
{
	in_t a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int l = socket(AF_INET, SOCK_STREAM, 0), c = socket(AF_INET, SOCK_STREAM, 0);
	/* What Nagle's algorithm holds back comes when Linux's delayed acknowledgment does. */
	setsockopt(l, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	bind(l, SA &a, sizeof a);
	listen(l, 1);
	getsockname(l, SA &a, &n);
	if (connect(c, SA &a, sizeof a) < 0)
		return -1;
	two[0] = accept4(l, 0, 0, SOCK_NONBLOCK);
	fcntl(c, F_SETFL, O_NONBLOCK);
	two[1] = c;
	close(l);
	nap(300);
	return 0;
}
