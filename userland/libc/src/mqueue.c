/* mq_overview(7) */
#include <bits/libc.h>
#include <mqueue.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

mqd_t mq_open(const char *name, int flags, ...)
{
	mode_t mode = 0;
	struct mq_attr *attr = 0;
	if (*name != '/') {
		errno = EINVAL;
		return -1;
	}
	if (flags & O_CREAT) {
		va_list ap;
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		attr = va_arg(ap, struct mq_attr *);
		va_end(ap);
	}
	__RETURN(__syscall(SYS_mq_open, name + 1, flags, mode, attr));
}

int mq_close(mqd_t q)
{
	return close(q);
}

int mq_unlink(const char *name)
{
	long r;
	if (*name != '/') {
		errno = EINVAL;
		return -1;
	}
	r = __syscall(SYS_mq_unlink, name + 1);
	/* The kernel's EPERM for somebody else's queue is EACCES in POSIX. */
	if (r == -EPERM)
		r = -EACCES;
	__RETURN(r);
}

int mq_getattr(mqd_t q, struct mq_attr *a)
{
	__RETURN(__syscall(SYS_mq_getsetattr, q, 0, a));
}

int mq_setattr(mqd_t q, const struct mq_attr *a, struct mq_attr *old)
{
	__RETURN(__syscall(SYS_mq_getsetattr, q, a, old));
}

int mq_send(mqd_t q, const char *p, size_t n, unsigned int prio)
{
	__CANCELLED_IN(__syscall(SYS_mq_timedsend, q, p, n, prio, 0));
}

int mq_timedsend(mqd_t q, const char *p, size_t n, unsigned int prio, const struct timespec *t)
{
	__CANCELLED_IN(__syscall(SYS_mq_timedsend, q, p, n, prio, t));
}

ssize_t mq_receive(mqd_t q, char *p, size_t n, unsigned int *prio)
{
	__CANCELLED_IN(__syscall(SYS_mq_timedreceive, q, p, n, prio, 0));
}

ssize_t mq_timedreceive(mqd_t q, char *p, size_t n, unsigned int *prio, const struct timespec *t)
{
	__CANCELLED_IN(__syscall(SYS_mq_timedreceive, q, p, n, prio, t));
}

int __notify_by_thread(const struct sigevent *, struct sigevent *, int);

int mq_notify(mqd_t q, const struct sigevent *e)
{
	struct sigevent to_helper;
	if (e && e->sigev_notify == SIGEV_THREAD) {
		int failed = __notify_by_thread(e, &to_helper, 1);
		if (failed) {
			errno = failed;
			return -1;
		}
		e = &to_helper;
	}
	__RETURN(__syscall(SYS_mq_notify, q, e));
}
