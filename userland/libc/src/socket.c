/* socket(2) and everything on a socket */
#include <bits/libc.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/ioctl.h>

int socket(int domain, int type, int protocol)
{
	__RETURN(__syscall(SYS_socket, domain, type, protocol));
}

int socketpair(int domain, int type, int protocol, int fd[2])
{
	__RETURN(__syscall(SYS_socketpair, domain, type, protocol, fd));
}

int bind(int fd, const struct sockaddr *a, socklen_t n)
{
	__RETURN(__syscall(SYS_bind, fd, a, n));
}

int listen(int fd, int backlog)
{
	__RETURN(__syscall(SYS_listen, fd, backlog));
}

int accept(int fd, struct sockaddr *a, socklen_t *n)
{
	__CANCELLED_IN(__syscall(SYS_accept, fd, a, n));
}

int accept4(int fd, struct sockaddr *a, socklen_t *n, int flags)
{
	__CANCELLED_IN(__syscall(SYS_accept4, fd, a, n, flags));
}

int connect(int fd, const struct sockaddr *a, socklen_t n)
{
	__CANCELLED_IN(__syscall(SYS_connect, fd, a, n));
}

int getsockname(int fd, struct sockaddr *a, socklen_t *n)
{
	__RETURN(__syscall(SYS_getsockname, fd, a, n));
}

int getpeername(int fd, struct sockaddr *a, socklen_t *n)
{
	__RETURN(__syscall(SYS_getpeername, fd, a, n));
}

ssize_t send(int fd, const void *p, size_t n, int flags)
{
	__CANCELLED_IN(__syscall(SYS_sendto, fd, p, n, flags, 0, 0));
}

ssize_t sendto(int fd, const void *p, size_t n, int flags, const struct sockaddr *a, socklen_t len)
{
	__CANCELLED_IN(__syscall(SYS_sendto, fd, p, n, flags, a, len));
}

ssize_t recv(int fd, void *p, size_t n, int flags)
{
	__CANCELLED_IN(__syscall(SYS_recvfrom, fd, p, n, flags, 0, 0));
}

ssize_t recvfrom(int fd, void *p, size_t n, int flags, struct sockaddr *a, socklen_t *len)
{
	__CANCELLED_IN(__syscall(SYS_recvfrom, fd, p, n, flags, a, len));
}

ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
	__CANCELLED_IN(__syscall(SYS_sendmsg, fd, m, flags));
}

ssize_t recvmsg(int fd, struct msghdr *m, int flags)
{
	__CANCELLED_IN(__syscall(SYS_recvmsg, fd, m, flags));
}

int sendmmsg(int fd, struct mmsghdr *m, unsigned int n, int flags)
{
	__CANCELLED_IN(__syscall(SYS_sendmmsg, fd, m, n, flags));
}

int recvmmsg(int fd, struct mmsghdr *m, unsigned int n, int flags, struct timespec *t)
{
	__CANCELLED_IN(__syscall(SYS_recvmmsg, fd, m, n, flags, t));
}

int getsockopt(int fd, int level, int name, void *p, socklen_t *n)
{
	__RETURN(__syscall(SYS_getsockopt, fd, level, name, p, n));
}

int setsockopt(int fd, int level, int name, const void *p, socklen_t n)
{
	__RETURN(__syscall(SYS_setsockopt, fd, level, name, p, n));
}

int shutdown(int fd, int how)
{
	__RETURN(__syscall(SYS_shutdown, fd, how));
}

int sockatmark(int fd)
{
	int at;
	return ioctl(fd, SIOCATMARK, &at) < 0 ? -1 : at;
}

int isfdtype(int fd, int type)
{
	struct stat st;
	return fstat(fd, &st) < 0 ? -1 : (int)(st.st_mode & S_IFMT) == type;
}

struct cmsghdr *__cmsg_nxthdr(struct msghdr *m, struct cmsghdr *c)
{
	char *end = (char *)m->msg_control + m->msg_controllen;
	struct cmsghdr *next;
	if (c->cmsg_len < sizeof *c)
		return 0;
	next = (struct cmsghdr *)((char *)c + CMSG_ALIGN(c->cmsg_len));
	if ((char *)(next + 1) > end || (char *)next + CMSG_ALIGN(next->cmsg_len) > end)
		return 0;
	return next;
}
