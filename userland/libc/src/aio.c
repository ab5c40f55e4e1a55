/* aio(7): aio_read(3), aio_write(3), aio_fsync(3), aio_error(3), aio_return(3), aio_suspend(3), aio_cancel(3), lio_listio(3).
 * As in glibc threads of the library do the work, one for each descriptor that has requests, in their order. */
#include <aio.h>
#include <bits/thread.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SYNC = 3, DATA_SYNC = 4 };

/* The requests of a lio_listio call that are not done, and whom to tell then. */
struct group { int left; struct sigevent event; };
struct worker { struct worker *next; int fd; struct request *first; };
struct request { struct request *next; struct aiocb *cb; struct group *group; int running; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct worker *workers;
static int finished; /* counts requests that are done: waiters sleep on it */

static void *call(void *arg)
{
	struct sigevent *e = arg, copy = *e;
	free(e);
	copy.sigev_notify_function(copy.sigev_value);
	return 0;
}

static void tell(const struct sigevent *e)
{
	siginfo_t info;
	pthread_t id;
	pthread_attr_t attr;
	struct sigevent *copy;
	if (e->sigev_notify == SIGEV_SIGNAL) {
		memset(&info, 0, sizeof info);
		info.si_signo = e->sigev_signo;
		info.si_code = SI_ASYNCIO;
		info.si_pid = getpid();
		info.si_uid = getuid();
		info.si_value = e->sigev_value;
		__syscall(SYS_rt_sigqueueinfo, getpid(), e->sigev_signo, &info);
	} else if (e->sigev_notify == SIGEV_THREAD && (copy = malloc(sizeof *copy))) {
		*copy = *e;
		pthread_attr_init(&attr);
		pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
		pthread_create(&id, &attr, call, copy);
	}
}

/* Stores a result, wakes who waits and tells whom it may concern. Under the lock. */
static void complete(struct request *r, ssize_t result, int error)
{
	struct aiocb *cb = r->cb;
	struct group *g = r->group;
	struct sigevent event = cb->aio_sigevent;
	cb->__return_value = result;
	__atomic_store_n(&cb->__error_code, error, __ATOMIC_SEQ_CST);
	finished++;
	__futex_wake(&finished, 0x7fffffff, 0);
	if (g && --g->left == 0) {
		tell(&g->event);
		free(g);
	}
	tell(&event);
	free(r);
}

static ssize_t perform(struct aiocb *cb)
{
	void *buf = (void *)cb->aio_buf;
	ssize_t n;
	switch (cb->aio_lio_opcode) {
	case LIO_READ:
		n = pread(cb->aio_fildes, buf, cb->aio_nbytes, cb->aio_offset);
		return n < 0 && errno == ESPIPE ? read(cb->aio_fildes, buf, cb->aio_nbytes) : n;
	case LIO_WRITE:
		n = pwrite(cb->aio_fildes, buf, cb->aio_nbytes, cb->aio_offset);
		return n < 0 && errno == ESPIPE ? write(cb->aio_fildes, buf, cb->aio_nbytes) : n;
	}
	return cb->aio_lio_opcode == SYNC ? fsync(cb->aio_fildes) : fdatasync(cb->aio_fildes);
}

static void *work(void *arg)
{
	struct worker *w = arg, **p;
	struct request *r;
	ssize_t n;
	pthread_mutex_lock(&lock);
	while ((r = w->first)) {
		r->running = 1;
		pthread_mutex_unlock(&lock);
		n = perform(r->cb);
		pthread_mutex_lock(&lock);
		w->first = r->next;
		complete(r, n, n < 0 ? errno : 0);
	}
	for (p = &workers; *p != w; p = &(*p)->next)
		;
	*p = w->next;
	pthread_mutex_unlock(&lock);
	free(w);
	return 0;
}

/* The descriptor's worker, started if it has none. Under the lock, with all signals blocked, for the thread to inherit. */
static struct worker *worker_of(int fd)
{
	struct worker *w;
	pthread_attr_t attr;
	pthread_t id;
	for (w = workers; w; w = w->next)
		if (w->fd == fd)
			return w;
	w = calloc(1, sizeof *w);
	if (!w)
		return 0;
	w->fd = fd;
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	if (pthread_create(&id, &attr, work, w) != 0) {
		free(w);
		return 0;
	}
	w->next = workers;
	return workers = w;
}

static int queue(struct aiocb *cb, int what, struct group *group)
{
	struct request *r = calloc(1, sizeof *r), **p;
	struct worker *w;
	sigset_t all, old;
	int refused = what < 0 || what > DATA_SYNC || cb->aio_reqprio < 0 || cb->aio_reqprio > 20 ? EINVAL : 0;
	if (refused) {
		cb->__error_code = errno = refused;
		cb->__return_value = -1;
		return -1;
	}
	cb->aio_lio_opcode = what;
	cb->__error_code = EINPROGRESS;
	cb->__return_value = 0;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pthread_mutex_lock(&lock);
	w = r ? worker_of(cb->aio_fildes) : 0;
	if (w) {
		r->cb = cb;
		r->group = group;
		for (p = &w->first; *p; p = &(*p)->next)
			;
		*p = r;
	} else {
		free(r);
		cb->__error_code = EAGAIN;
		cb->__return_value = -1;
	}
	pthread_mutex_unlock(&lock);
	pthread_sigmask(SIG_SETMASK, &old, 0);
	if (!w) {
		errno = EAGAIN;
		return -1;
	}
	return 0;
}

int aio_read(struct aiocb *cb)
{
	return queue(cb, LIO_READ, 0);
}

int aio_write(struct aiocb *cb)
{
	return queue(cb, LIO_WRITE, 0);
}

int aio_fsync(int how, struct aiocb *cb)
{
	int flags;
	if (how != O_SYNC && how != O_DSYNC) {
		errno = EINVAL;
		return -1;
	}
	flags = fcntl(cb->aio_fildes, F_GETFL);
	if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) {
		errno = EBADF;
		return -1;
	}
	return queue(cb, how == O_SYNC ? SYNC : DATA_SYNC, 0);
}

int aio_error(const struct aiocb *cb)
{
	return __atomic_load_n(&cb->__error_code, __ATOMIC_SEQ_CST);
}

ssize_t aio_return(struct aiocb *cb)
{
	return cb->__return_value;
}

static int any_done(const struct aiocb *const list[], int n)
{
	int i;
	for (i = 0; i < n; i++)
		if (list[i] && aio_error(list[i]) != EINPROGRESS)
			return 1;
	return 0;
}

int aio_suspend(const struct aiocb *const list[], int n, const struct timespec *timeout)
{
	struct timespec until;
	long r = 0;
	int seen;
	if (timeout) {
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += timeout->tv_sec;
		until.tv_nsec += timeout->tv_nsec;
		if (until.tv_nsec >= 1000000000) {
			until.tv_sec++;
			until.tv_nsec -= 1000000000;
		}
	}
	for (;;) {
		seen = __atomic_load_n(&finished, __ATOMIC_SEQ_CST);
		if (any_done(list, n))
			return 0;
		if (r == -ETIMEDOUT || r == -EINTR) {
			errno = r == -EINTR ? EINTR : EAGAIN;
			return -1;
		}
		r = __futex_wait(&finished, seen, 0, CLOCK_MONOTONIC, timeout ? &until : 0);
	}
}

int aio_cancel(int fd, struct aiocb *cb)
{
	struct worker *w;
	struct request **p, *r;
	int result = AIO_ALLDONE;
	if (fcntl(fd, F_GETFL) < 0)
		return -1;
	if (cb && cb->aio_fildes != fd) {
		errno = EINVAL;
		return -1;
	}
	pthread_mutex_lock(&lock);
	for (w = workers; w && w->fd != fd; w = w->next)
		;
	for (p = w ? &w->first : 0; p && (r = *p);) {
		if (cb && r->cb != cb) {
			p = &r->next;
			continue;
		}
		if (r->running) {
			result = AIO_NOTCANCELED;
			p = &r->next;
			continue;
		}
		*p = r->next;
		complete(r, -1, ECANCELED);
		if (result == AIO_ALLDONE)
			result = AIO_CANCELED;
	}
	pthread_mutex_unlock(&lock);
	return result;
}

int lio_listio(int mode, struct aiocb *const list[], int n, struct sigevent *event)
{
	struct group *g = 0;
	int i, failed = 0, seen;
	if (mode != LIO_WAIT && mode != LIO_NOWAIT) {
		errno = EINVAL;
		return -1;
	}
	if (mode == LIO_NOWAIT && event && event->sigev_notify != SIGEV_NONE) {
		g = malloc(sizeof *g);
		if (!g) {
			errno = EAGAIN;
			return -1;
		}
		g->event = *event;
		g->left = 1; /* ours, while requests are being made */
	}
	for (i = 0; i < n; i++) {
		if (!list[i] || list[i]->aio_lio_opcode == LIO_NOP)
			continue;
		if (g) {
			pthread_mutex_lock(&lock);
			g->left++;
			pthread_mutex_unlock(&lock);
		}
		if (queue(list[i], list[i]->aio_lio_opcode, g) < 0) {
			failed = 1;
			if (g)
				g->left--;
		}
	}
	if (g) {
		pthread_mutex_lock(&lock);
		if (--g->left == 0) {
			tell(&g->event);
			free(g);
		}
		pthread_mutex_unlock(&lock);
	}
	for (i = 0; mode == LIO_WAIT && i < n; i++) {
		if (!list[i] || list[i]->aio_lio_opcode == LIO_NOP)
			continue;
		while (seen = __atomic_load_n(&finished, __ATOMIC_SEQ_CST), aio_error(list[i]) == EINPROGRESS)
			__futex_wait(&finished, seen, 0, CLOCK_MONOTONIC, 0);
		failed |= aio_error(list[i]) != 0;
	}
	if (failed) {
		errno = EIO;
		return -1;
	}
	return 0;
}
