/* poll(2), select(2), epoll(7), eventfd(2), signalfd(2), timerfd_create(2) */
#include <bits/libc.h>
#include <poll.h>
#include <unistd.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

int poll(struct pollfd *p, nfds_t n, int ms)
{
	__CANCELLED_IN(__syscall(SYS_poll, p, n, (long)ms));
}

int ppoll(struct pollfd *p, nfds_t n, const struct timespec *t, const sigset_t *mask)
{
	struct timespec copy;
	if (t) {
		/* The kernel writes the time left; POSIX wants it untouched. */
		copy = *t;
		t = &copy;
	}
	__CANCELLED_IN(__syscall(SYS_ppoll, p, n, t, mask, 8));
}

int select(int n, fd_set *r, fd_set *w, fd_set *x, struct timeval *tv)
{
	struct timespec t;
	long res;
	if (tv) {
		if (tv->tv_sec < 0 || tv->tv_usec < 0) {
			errno = EINVAL;
			return -1;
		}
		t.tv_sec = tv->tv_sec + tv->tv_usec / 1000000;
		t.tv_nsec = tv->tv_usec % 1000000 * 1000;
	}
	res = __CANCELLABLE(__syscall(SYS_pselect6, (long)n, r, w, x, tv ? &t : 0, 0));
	if (tv) {
		tv->tv_sec = t.tv_sec;
		tv->tv_usec = t.tv_nsec / 1000;
	}
	__RETURN(res);
}

int pselect(int n, fd_set *r, fd_set *w, fd_set *x, const struct timespec *t, const sigset_t *mask)
{
	struct timespec copy;
	struct { const sigset_t *mask; size_t n; } data = { mask, 8 };
	if (t) {
		copy = *t;
		t = &copy;
	}
	__CANCELLED_IN(__syscall(SYS_pselect6, (long)n, r, w, x, t, &data));
}

int epoll_create(int n)
{
	__RETURN(__syscall(SYS_epoll_create, (long)n));
}

int epoll_create1(int flags)
{
	__RETURN(__syscall(SYS_epoll_create1, flags));
}

int epoll_ctl(int ep, int op, int fd, struct epoll_event *e)
{
	__RETURN(__syscall(SYS_epoll_ctl, ep, op, fd, e));
}

int epoll_wait(int ep, struct epoll_event *e, int n, int ms)
{
	__CANCELLED_IN(__syscall(SYS_epoll_wait, ep, e, (long)n, (long)ms));
}

int epoll_pwait(int ep, struct epoll_event *e, int n, int ms, const sigset_t *mask)
{
	__CANCELLED_IN(__syscall(SYS_epoll_pwait, ep, e, (long)n, (long)ms, mask, 8));
}

int epoll_pwait2(int ep, struct epoll_event *e, int n, const struct timespec *t, const sigset_t *mask)
{
	__CANCELLED_IN(__syscall(SYS_epoll_pwait2, ep, e, (long)n, t, mask, 8));
}

int eventfd(unsigned int n, int flags)
{
	__RETURN(__syscall(SYS_eventfd2, n, flags));
}

int eventfd_read(int fd, eventfd_t *v)
{
	return read(fd, v, sizeof *v) == sizeof *v ? 0 : -1;
}

int eventfd_write(int fd, eventfd_t v)
{
	return write(fd, &v, sizeof v) == sizeof v ? 0 : -1;
}

int signalfd(int fd, const sigset_t *mask, int flags)
{
	__RETURN(__syscall(SYS_signalfd4, (long)fd, mask, 8, flags));
}

int timerfd_create(clockid_t id, int flags)
{
	__RETURN(__syscall(SYS_timerfd_create, (long)id, flags));
}

int timerfd_settime(int fd, int flags, const struct itimerspec *v, struct itimerspec *old)
{
	__RETURN(__syscall(SYS_timerfd_settime, fd, flags, v, old));
}

int timerfd_gettime(int fd, struct itimerspec *v)
{
	__RETURN(__syscall(SYS_timerfd_gettime, fd, v));
}
