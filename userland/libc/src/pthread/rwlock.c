/* pthread_rwlock_init(3) and its kin: a count of readers, or -1; whoever frees the lock changes a number that others sleep on. */
#include <bits/thread.h>
#include <limits.h>
#include <string.h>

#define L (&l->__data)
#define ATTR(a) ((int *)(a))

int pthread_rwlockattr_init(pthread_rwlockattr_t *a)
{
	memset(a, 0, sizeof *a);
	return 0;
}

int pthread_rwlockattr_destroy(pthread_rwlockattr_t *a)
{
	(void)a;
	return 0;
}

int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *a, int *v)
{
	*v = ATTR(a)[1];
	return 0;
}

int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *a, int v)
{
	if (v != PTHREAD_PROCESS_PRIVATE && v != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	ATTR(a)[1] = v;
	return 0;
}

int pthread_rwlockattr_getkind_np(const pthread_rwlockattr_t *a, int *v)
{
	*v = ATTR(a)[0];
	return 0;
}

int pthread_rwlockattr_setkind_np(pthread_rwlockattr_t *a, int v)
{
	if (v < PTHREAD_RWLOCK_PREFER_READER_NP || v > PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP)
		return EINVAL;
	ATTR(a)[0] = v;
	return 0;
}

int pthread_rwlock_init(pthread_rwlock_t *l, const pthread_rwlockattr_t *a)
{
	memset(l, 0, sizeof *l);
	if (a) {
		L->__kind = ATTR(a)[0];
		L->__pshared = ATTR(a)[1];
	}
	return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t *l)
{
	(void)l;
	return 0;
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *l)
{
	int n = L->__state;
	if (L->__kind == PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP && L->__writers > 0)
		return EBUSY;
	while (n >= 0)
		if (__atomic_compare_exchange_n(&L->__state, &n, n + 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			return 0;
	return EBUSY;
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *l)
{
	int n = 0;
	if (!__atomic_compare_exchange_n(&L->__state, &n, -1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return EBUSY;
	L->__owner = __thread_number();
	return 0;
}

static int wait_for(pthread_rwlock_t *l, int write, int clock, const struct timespec *until)
{
	int seen, r = 0;
	if (until && (until->tv_nsec < 0 || until->tv_nsec >= 1000000000))
		return EINVAL;
	if (L->__state < 0 && L->__owner == __thread_number())
		return EDEADLK;
	if (write)
		__atomic_fetch_add(&L->__writers, 1, __ATOMIC_SEQ_CST);
	for (;;) {
		seen = __atomic_load_n(&L->__seq, __ATOMIC_SEQ_CST);
		if ((write ? pthread_rwlock_trywrlock(l) : pthread_rwlock_tryrdlock(l)) == 0)
			break;
		if (__futex_wait(&L->__seq, seen, L->__pshared, clock, until) == -ETIMEDOUT) {
			r = ETIMEDOUT;
			break;
		}
	}
	if (write)
		__atomic_fetch_sub(&L->__writers, 1, __ATOMIC_SEQ_CST);
	return r;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *l)
{
	return pthread_rwlock_tryrdlock(l) == 0 ? 0 : wait_for(l, 0, 0, 0);
}

int pthread_rwlock_wrlock(pthread_rwlock_t *l)
{
	return pthread_rwlock_trywrlock(l) == 0 ? 0 : wait_for(l, 1, 0, 0);
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t *l, const struct timespec *until)
{
	return pthread_rwlock_tryrdlock(l) == 0 ? 0 : wait_for(l, 0, CLOCK_REALTIME, until);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t *l, const struct timespec *until)
{
	return pthread_rwlock_trywrlock(l) == 0 ? 0 : wait_for(l, 1, CLOCK_REALTIME, until);
}

int pthread_rwlock_unlock(pthread_rwlock_t *l)
{
	int left = 0;
	if (L->__state < 0) {
		L->__owner = 0;
		__atomic_store_n(&L->__state, 0, __ATOMIC_SEQ_CST);
	} else
		left = __atomic_sub_fetch(&L->__state, 1, __ATOMIC_SEQ_CST);
	if (left == 0) {
		__atomic_fetch_add(&L->__seq, 1, __ATOMIC_SEQ_CST);
		__futex_wake(&L->__seq, INT_MAX, L->__pshared);
	}
	return 0;
}
