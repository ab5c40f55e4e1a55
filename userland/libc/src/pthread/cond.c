/* pthread_cond_init(3), pthread_cond_wait(3), pthread_cond_signal(3): a number that every signal changes; waiters sleep
 * while it is as they saw it when they still had the mutex. */
#include <bits/thread.h>
#include <limits.h>
#include <string.h>

#define C (&c->__data)
#define ATTR(a) (*(int *)(a))

int pthread_condattr_init(pthread_condattr_t *a)
{
	ATTR(a) = 0;
	return 0;
}

int pthread_condattr_destroy(pthread_condattr_t *a)
{
	(void)a;
	return 0;
}

int pthread_condattr_getpshared(const pthread_condattr_t *a, int *v)
{
	*v = ATTR(a) & 1;
	return 0;
}

int pthread_condattr_setpshared(pthread_condattr_t *a, int v)
{
	if (v != PTHREAD_PROCESS_PRIVATE && v != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	ATTR(a) = (ATTR(a) & ~1) | v;
	return 0;
}

int pthread_condattr_getclock(const pthread_condattr_t *a, clockid_t *v)
{
	*v = ATTR(a) >> 1;
	return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *a, clockid_t v)
{
	if (v != CLOCK_REALTIME && v != CLOCK_MONOTONIC)
		return EINVAL;
	ATTR(a) = (ATTR(a) & 1) | v << 1;
	return 0;
}

int pthread_cond_init(pthread_cond_t *c, const pthread_condattr_t *a)
{
	memset(c, 0, sizeof *c);
	if (a) {
		C->__pshared = ATTR(a) & 1;
		C->__clock = ATTR(a) >> 1;
	}
	return 0;
}

int pthread_cond_destroy(pthread_cond_t *c)
{
	(void)c;
	return 0;
}

int pthread_cond_signal(pthread_cond_t *c)
{
	if (C->__waiters > 0) {
		__atomic_fetch_add(&C->__seq, 1, __ATOMIC_SEQ_CST);
		__futex_wake(&C->__seq, 1, C->__pshared);
	}
	return 0;
}

int pthread_cond_broadcast(pthread_cond_t *c)
{
	if (C->__waiters > 0) {
		__atomic_fetch_add(&C->__seq, 1, __ATOMIC_SEQ_CST);
		__futex_wake(&C->__seq, INT_MAX, C->__pshared);
	}
	return 0;
}

struct waiting { pthread_cond_t *c; pthread_mutex_t *m; };

/* Also when the waiter is cancelled: its handlers find the mutex locked. */
static void stop_waiting(void *p)
{
	struct waiting *w = p;
	__atomic_fetch_sub(&w->c->__data.__waiters, 1, __ATOMIC_SEQ_CST);
	pthread_mutex_lock(w->m);
}

static int wait_for(pthread_cond_t *c, pthread_mutex_t *m, int clock, const struct timespec *until)
{
	struct waiting w = { c, m };
	unsigned int seen;
	long r;
	if (until && (until->tv_nsec < 0 || until->tv_nsec >= 1000000000))
		return EINVAL;
	__atomic_fetch_add(&C->__waiters, 1, __ATOMIC_SEQ_CST);
	seen = C->__seq;
	if ((r = pthread_mutex_unlock(m))) {
		__atomic_fetch_sub(&C->__waiters, 1, __ATOMIC_SEQ_CST);
		return r;
	}
	pthread_cleanup_push(stop_waiting, &w);
	__cancel_enter();
	do
		r = __futex_wait(&C->__seq, seen, C->__pshared, clock, until);
	while (r == -EINTR && C->__seq == seen);
	__cancel_leave();
	pthread_cleanup_pop(1);
	return r == -ETIMEDOUT ? ETIMEDOUT : 0;
}

int pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m)
{
	return wait_for(c, m, CLOCK_REALTIME, 0);
}

int pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until)
{
	return wait_for(c, m, C->__clock, until);
}

int pthread_cond_clockwait(pthread_cond_t *c, pthread_mutex_t *m, clockid_t clock, const struct timespec *until)
{
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
		return EINVAL;
	return wait_for(c, m, clock, until);
}
