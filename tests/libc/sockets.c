/* Socket wrappers, poll and select, epoll, eventfd, timerfd, signalfd. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>

static void show(const char *what, long r)
{
	printf("%s: %ld", what, r);
	if (r < 0)
		printf(" %s", strerror(errno));
	printf("\n");
}

static void unix_stream(void)
{
	struct sockaddr_un a = { AF_UNIX, "sock" }, b;
	socklen_t n = sizeof b;
	char buf[100];
	int l = socket(AF_UNIX, SOCK_STREAM, 0), c, s;
	struct ucred cred;
	show("bind", bind(l, (struct sockaddr *)&a, sizeof a));
	show("listen", listen(l, 5));
	c = socket(AF_UNIX, SOCK_STREAM, 0);
	show("connect", connect(c, (struct sockaddr *)&a, SUN_LEN(&a)));
	s = accept(l, (struct sockaddr *)&b, &n);
	show("accept", s >= 0);
	printf("%u\n", n);
	show("send", send(c, "question", 8, 0));
	show("recv", recv(s, buf, sizeof buf, 0));
	show("write", write(s, "answer", 6));
	show("shutdown", shutdown(s, SHUT_WR));
	show("read", read(c, buf, sizeof buf));
	show("read", read(c, buf, sizeof buf));
	n = sizeof cred;
	show("peercred", getsockopt(c, SOL_SOCKET, SO_PEERCRED, &cred, &n));
	printf("%d\n", cred.pid == getpid());
	n = sizeof b;
	show("peer", getpeername(c, (struct sockaddr *)&b, &n));
	printf("%s %u\n", b.sun_path, n);
	unlink("sock");
	close(l);
	close(c);
	close(s);
}

static void pass_fd(void)
{
	int pair[2], p[2], got;
	char data = 'x', buf[20] = "";
	struct iovec v = { &data, 1 };
	union { struct cmsghdr h; char space[CMSG_SPACE(sizeof(int))]; } u;
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = &u, .msg_controllen = sizeof u };
	struct cmsghdr *c;
	socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
	pipe(p);
	c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &p[1], sizeof(int));
	show("sendmsg", sendmsg(pair[0], &m, 0));
	memset(&u, 0, sizeof u);
	m.msg_controllen = sizeof u;
	show("recvmsg", recvmsg(pair[1], &m, 0));
	c = CMSG_FIRSTHDR(&m);
	memcpy(&got, CMSG_DATA(c), sizeof got);
	printf("%d %zu %d\n", c->cmsg_type, c->cmsg_len, CMSG_NXTHDR(&m, c) == NULL);
	show("write", write(got, "via", 4));
	show("read", read(p[0], buf, sizeof buf));
	printf("%s\n", buf);
}

static void inet(void)
{
	struct sockaddr_in a, b;
	socklen_t n = sizeof a;
	int l = socket(AF_INET, SOCK_STREAM, 0), c, s, one = 1, v;
	char buf[50];
	memset(&a, 0, sizeof a);
	a.sin_family = AF_INET;
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	show("reuse", setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one));
	show("bind", bind(l, (struct sockaddr *)&a, sizeof a));
	show("listen", listen(l, 5));
	show("name", getsockname(l, (struct sockaddr *)&a, &n));
	printf("%d %s\n", ntohs(a.sin_port) != 0, inet_ntoa(a.sin_addr));
	c = socket(AF_INET, SOCK_STREAM, 0);
	show("connect", connect(c, (struct sockaddr *)&a, sizeof a));
	n = sizeof b;
	s = accept4(l, (struct sockaddr *)&b, &n, SOCK_NONBLOCK);
	show("accept4", s >= 0);
	show("empty", recv(s, buf, 10, 0));
	show("nodelay", setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
	show("send", send(c, "tcp", 3, MSG_NOSIGNAL));
	struct pollfd p = { s, POLLIN, 0 };
	show("poll", poll(&p, 1, 1000));
	show("recv", recv(s, buf, 10, MSG_PEEK));
	show("recv", recv(s, buf, 10, 0));
	n = sizeof v;
	show("type", getsockopt(c, SOL_SOCKET, SO_TYPE, &v, &n));
	printf("%d\n", v);
	close(c);
	close(s);
	close(l);
	l = socket(AF_INET, SOCK_DGRAM, 0);
	a.sin_port = 0;
	bind(l, (struct sockaddr *)&a, sizeof a);
	n = sizeof a;
	getsockname(l, (struct sockaddr *)&a, &n);
	c = socket(AF_INET, SOCK_DGRAM, 0);
	show("sendto", sendto(c, "datagram", 8, 0, (struct sockaddr *)&a, sizeof a));
	n = sizeof b;
	show("recvfrom", recvfrom(l, buf, 4, MSG_TRUNC, (struct sockaddr *)&b, &n));
	printf("%u %d\n", n, b.sin_family);
	show("bad", socket(99, 0, 0));
}

static void waiting(void)
{
	int p[2], e, ev, sfd, tfd, ready;
	fd_set r;
	struct timeval tv = { 0, 5000 };
	struct timespec ts = { 0, 5000000 };
	struct epoll_event x = { EPOLLIN, { .u64 = 77 } }, out[4];
	struct signalfd_siginfo si;
	struct itimerspec it = { { 0, 0 }, { 0, 1000000 } };
	eventfd_t v;
	sigset_t set;
	unsigned long ticks;
	pipe(p);
	FD_ZERO(&r);
	FD_SET(p[0], &r);
	show("select", select(p[0] + 1, &r, NULL, NULL, &tv));
	printf("%ld %ld %d\n", tv.tv_sec, tv.tv_usec, FD_ISSET(p[0], &r));
	write(p[1], "ab", 2);
	FD_SET(p[0], &r);
	show("pselect", pselect(p[0] + 1, &r, NULL, NULL, &ts, NULL));
	printf("%ld %d\n", ts.tv_nsec, FD_ISSET(p[0], &r));
	show("fionread", ioctl(p[0], FIONREAD, &ready));
	printf("%d\n", ready);
	struct pollfd pf[2] = { { p[0], POLLIN, 0 }, { p[1], POLLOUT, 0 } };
	show("poll", poll(pf, 2, 0));
	printf("%d %d\n", pf[0].revents, pf[1].revents);
	show("ppoll", ppoll(pf, 2, &ts, NULL));
	e = epoll_create1(EPOLL_CLOEXEC);
	show("ctl", epoll_ctl(e, EPOLL_CTL_ADD, p[0], &x));
	show("ctl", epoll_ctl(e, EPOLL_CTL_ADD, p[0], &x));
	show("epoll", epoll_wait(e, out, 4, 0));
	printf("%u %lu\n", out[0].events, out[0].data.u64);
	ev = eventfd(3, EFD_NONBLOCK);
	show("write", eventfd_write(ev, 4));
	show("read", eventfd_read(ev, &v));
	printf("%lu\n", v);
	show("read", eventfd_read(ev, &v));
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sfd = signalfd(-1, &set, SFD_CLOEXEC);
	raise(SIGUSR1);
	show("signalfd", read(sfd, &si, sizeof si));
	printf("%u %d\n", si.ssi_signo, si.ssi_pid == (unsigned)getpid());
	tfd = timerfd_create(CLOCK_MONOTONIC, 0);
	show("settime", timerfd_settime(tfd, 0, &it, NULL));
	show("timerfd", read(tfd, &ticks, sizeof ticks));
	printf("%lu\n", ticks);
	show("gettime", timerfd_gettime(tfd, &it));
	struct iovec io[2] = { { "vec", 3 }, { "tor", 3 } };
	char a[3], b[10];
	struct iovec in[2] = { { a, 3 }, { b, 10 } };
	show("writev", writev(p[1], io, 2));
	show("readv", readv(p[0], in, 2));
	printf("%.3s %.5s\n", a, b);
}

int main(void)
{
	unix_stream();
	pass_fd();
	inet();
	waiting();
	return 0;
}
