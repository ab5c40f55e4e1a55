/* pthread_mutex_init(3), pthread_mutex_lock(3), pthread_mutexattr_init(3), pthread_mutexattr_setprotocol(3p). A mutex is a word with three values (self.c),
 * and who has it. */
#include <bits/thread.h>
#include <sched.h>
#include <string.h>

enum { TYPE = 3, ROBUST = 16, INHERIT = 32, PROTECT = 64, SHARED = 128, CEILING_SHIFT = 19, INCONSISTENT = 0x7fffffff, NOT_RECOVERABLE = 0x7ffffffe };
enum { ATTR_SHARED = 1 << 30, ATTR_ROBUST = 1 << 29, ATTR_PROTOCOL = 27, ATTR_CEILING = 12 };

#define M (&m->__data)
#define SHARING(m) ((m)->__data.__kind & SHARED)
#define ATTR(a) (*(int *)(a))

int pthread_mutexattr_init(pthread_mutexattr_t *a)
{
	ATTR(a) = 0;
	return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t *a)
{
	(void)a;
	return 0;
}

int pthread_mutexattr_gettype(const pthread_mutexattr_t *a, int *v)
{
	*v = ATTR(a) & TYPE;
	return 0;
}

int pthread_mutexattr_settype(pthread_mutexattr_t *a, int v)
{
	if (v < PTHREAD_MUTEX_NORMAL || v > PTHREAD_MUTEX_ADAPTIVE_NP)
		return EINVAL;
	ATTR(a) = (ATTR(a) & ~TYPE) | v;
	return 0;
}

int pthread_mutexattr_getpshared(const pthread_mutexattr_t *a, int *v)
{
	*v = ATTR(a) & ATTR_SHARED ? PTHREAD_PROCESS_SHARED : PTHREAD_PROCESS_PRIVATE;
	return 0;
}

int pthread_mutexattr_setpshared(pthread_mutexattr_t *a, int v)
{
	if (v != PTHREAD_PROCESS_PRIVATE && v != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	ATTR(a) = (ATTR(a) & ~ATTR_SHARED) | (v ? ATTR_SHARED : 0);
	return 0;
}

int pthread_mutexattr_getrobust(const pthread_mutexattr_t *a, int *v)
{
	*v = ATTR(a) & ATTR_ROBUST ? PTHREAD_MUTEX_ROBUST : PTHREAD_MUTEX_STALLED;
	return 0;
}

int pthread_mutexattr_setrobust(pthread_mutexattr_t *a, int v)
{
	if (v != PTHREAD_MUTEX_STALLED && v != PTHREAD_MUTEX_ROBUST)
		return EINVAL;
	ATTR(a) = (ATTR(a) & ~ATTR_ROBUST) | (v ? ATTR_ROBUST : 0);
	return 0;
}

int pthread_mutexattr_getprotocol(const pthread_mutexattr_t *a, int *v)
{
	*v = ATTR(a) >> ATTR_PROTOCOL & 3;
	return 0;
}

/* All threads have the same priority, so that there is none to inherit: only who may unlock differs. */
int pthread_mutexattr_setprotocol(pthread_mutexattr_t *a, int v)
{
	if (v != PTHREAD_PRIO_NONE && v != PTHREAD_PRIO_INHERIT && v != PTHREAD_PRIO_PROTECT)
		return EINVAL;
	ATTR(a) = (ATTR(a) & ~(3 << ATTR_PROTOCOL)) | v << ATTR_PROTOCOL;
	return 0;
}

int pthread_mutexattr_getprioceiling(const pthread_mutexattr_t *a, int *v)
{
	*v = ATTR(a) >> ATTR_CEILING & 0xff;
	if (*v == 0)
		*v = 1;
	return 0;
}

int pthread_mutexattr_setprioceiling(pthread_mutexattr_t *a, int v)
{
	if (v < 1 || v > 99)
		return EINVAL;
	ATTR(a) = (ATTR(a) & ~(0xff << ATTR_CEILING)) | v << ATTR_CEILING;
	return 0;
}

int pthread_mutex_getprioceiling(const pthread_mutex_t *m, int *v)
{
	if (!(M->__kind & PROTECT))
		return EINVAL;
	*v = M->__kind >> CEILING_SHIFT & 0xff;
	return 0;
}

int pthread_mutex_setprioceiling(pthread_mutex_t *m, int v, int *old)
{
	int r;
	if (!(M->__kind & PROTECT) || v < 1 || v > 99)
		return EINVAL;
	if ((r = pthread_mutex_lock(m)) != 0)
		return r;
	if (old)
		*old = M->__kind >> CEILING_SHIFT & 0xff;
	M->__kind = (M->__kind & ~(0xff << CEILING_SHIFT)) | v << CEILING_SHIFT;
	return pthread_mutex_unlock(m);
}

/* The owner runs with the ceiling's priority, which takes the right to raise one's own. */
static int raise_priority(pthread_mutex_t *m)
{
	struct sched_param p = { M->__kind >> CEILING_SHIFT & 0xff };
	return sched_setscheduler(0, SCHED_FIFO, &p) < 0 ? errno : 0;
}

int pthread_mutex_init(pthread_mutex_t *m, const pthread_mutexattr_t *a)
{
	int protocol, ceiling;
	memset(m, 0, sizeof *m);
	if (!a)
		return 0;
	pthread_mutexattr_getprotocol(a, &protocol);
	pthread_mutexattr_getprioceiling(a, &ceiling);
	if (protocol == PTHREAD_PRIO_PROTECT && ATTR(a) & ATTR_ROBUST)
		return ENOTSUP;
	M->__kind = (ATTR(a) & TYPE) | (ATTR(a) & ATTR_SHARED ? SHARED : 0) | (ATTR(a) & ATTR_ROBUST ? ROBUST : 0);
	if (protocol == PTHREAD_PRIO_INHERIT)
		M->__kind |= INHERIT;
	if (protocol == PTHREAD_PRIO_PROTECT)
		M->__kind |= PROTECT | ceiling << CEILING_SHIFT;
	return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *m)
{
	if (!(M->__kind & ROBUST) && M->__nusers != 0)
		return EBUSY;
	M->__kind = -1;
	return 0;
}

/* A robust mutex's word is its owner's number, as the kernel wants it, and stands in a list. */
struct robust { struct robust *next; };
struct robust_head { struct robust *first; long offset; struct robust *pending; };
static _Thread_local struct robust_head robust;
/* Whose list it is: a child of fork has a copy, and holds none of the mutexes in it. */
static _Thread_local int robust_owner;

#define LINK(m) ((struct robust *)((char *)(m) + 32))

static int robust_lock(pthread_mutex_t *m, int wait, int clock, const struct timespec *until)
{
	int me = __thread_number(), word, others = 0, r = 0;
	if (robust_owner != me) {
		robust_owner = me;
		robust.pending = 0;
		robust.first = (struct robust *)&robust;
		robust.offset = -32;
		__syscall(SYS_set_robust_list, &robust, 24L);
	}
	for (;;) {
		word = M->__lock;
		if (M->__owner == NOT_RECOVERABLE)
			return ENOTRECOVERABLE;
		if ((word & FUTEX_TID_MASK) == me) {
			if ((M->__kind & TYPE) == PTHREAD_MUTEX_RECURSIVE) {
				M->__count++;
				return 0;
			}
			if ((M->__kind & TYPE) == PTHREAD_MUTEX_ERRORCHECK)
				return EDEADLK;
		}
		if ((word & FUTEX_TID_MASK) == 0) {
			robust.pending = LINK(m);
			if (__atomic_compare_exchange_n(&M->__lock, &word, me | (word & FUTEX_WAITERS) | others, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
				break;
			robust.pending = 0;
			continue;
		}
		if (!wait)
			return EBUSY;
		if (!(word & FUTEX_WAITERS) && !__atomic_compare_exchange_n(&M->__lock, &word, word | FUTEX_WAITERS, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			continue;
		if (__futex_wait(&M->__lock, word | FUTEX_WAITERS, 1, clock, until) == -ETIMEDOUT)
			return ETIMEDOUT;
		/* Others may have slept beside it: who takes the lock now has to wake one of them. */
		others = FUTEX_WAITERS;
	}
	if (word & FUTEX_OWNER_DIED) {
		M->__owner = INCONSISTENT;
		r = EOWNERDEAD;
	} else
		M->__owner = me;
	M->__count = 1;
	LINK(m)->next = robust.first;
	robust.first = LINK(m);
	robust.pending = 0;
	return r;
}

static int robust_unlock(pthread_mutex_t *m)
{
	struct robust *p;
	if ((M->__lock & FUTEX_TID_MASK) != __thread_number())
		return EPERM;
	if ((M->__kind & TYPE) == PTHREAD_MUTEX_RECURSIVE && --M->__count != 0)
		return 0;
	/* Unlocked without pthread_mutex_consistent: nobody can use it any more. */
	M->__owner = M->__owner == INCONSISTENT ? NOT_RECOVERABLE : 0;
	robust.pending = LINK(m);
	for (p = (struct robust *)&robust; p->next != (struct robust *)&robust; p = p->next)
		if (p->next == LINK(m)) {
			p->next = LINK(m)->next;
			break;
		}
	if (__atomic_exchange_n(&M->__lock, 0, __ATOMIC_SEQ_CST) & FUTEX_WAITERS)
		__futex_wake(&M->__lock, M->__owner == NOT_RECOVERABLE ? 0x7fffffff : 1, 1);
	robust.pending = 0;
	return 0;
}

int pthread_mutex_consistent(pthread_mutex_t *m)
{
	if (!(M->__kind & ROBUST) || M->__owner != INCONSISTENT)
		return EINVAL;
	M->__owner = __thread_number();
	return 0;
}

static int own(pthread_mutex_t *m, int me)
{
	M->__owner = me;
	M->__count = (M->__kind & TYPE) == PTHREAD_MUTEX_RECURSIVE;
	M->__nusers++;
	return 0;
}

/* The caller has it already: -1 if that is no reason not to wait. */
static int again(pthread_mutex_t *m, int me, int try)
{
	if (M->__owner != me)
		return -1;
	if ((M->__kind & TYPE) == PTHREAD_MUTEX_RECURSIVE) {
		if (M->__count + 1 == 0)
			return EAGAIN;
		M->__count++;
		return 0;
	}
	return (M->__kind & TYPE) == PTHREAD_MUTEX_ERRORCHECK && !try ? EDEADLK : -1;
}

int pthread_mutex_lock(pthread_mutex_t *m)
{
	int me = __thread_number(), r;
	if (M->__kind & ROBUST)
		return robust_lock(m, 1, 0, 0);
	if ((r = again(m, me, 0)) >= 0)
		return r;
	if (M->__kind & PROTECT && (r = raise_priority(m)) != 0)
		return r;
	__word_lock(&M->__lock, SHARING(m));
	return own(m, me);
}

int pthread_mutex_trylock(pthread_mutex_t *m)
{
	int me = __thread_number(), free = 0, r;
	if (M->__kind & ROBUST)
		return robust_lock(m, 0, 0, 0);
	if ((r = again(m, me, 1)) >= 0)
		return r;
	if (M->__kind & PROTECT && (r = raise_priority(m)) != 0)
		return r;
	if (!__atomic_compare_exchange_n(&M->__lock, &free, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return EBUSY;
	return own(m, me);
}

int pthread_mutex_clocklock(pthread_mutex_t *m, clockid_t clock, const struct timespec *until)
{
	int me = __thread_number(), free = 0, r;
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
		return EINVAL;
	if (M->__kind & ROBUST)
		return robust_lock(m, 1, clock, until);
	if ((r = again(m, me, 0)) >= 0)
		return r;
	if (M->__kind & PROTECT && (r = raise_priority(m)) != 0)
		return r;
	if (__atomic_compare_exchange_n(&M->__lock, &free, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return own(m, me);
	if (until->tv_nsec < 0 || until->tv_nsec >= 1000000000)
		return EINVAL;
	while (__atomic_exchange_n(&M->__lock, 2, __ATOMIC_SEQ_CST) != 0)
		if (__futex_wait(&M->__lock, 2, SHARING(m), clock, until) == -ETIMEDOUT)
			return ETIMEDOUT;
	return own(m, me);
}

int pthread_mutex_timedlock(pthread_mutex_t *m, const struct timespec *until)
{
	return pthread_mutex_clocklock(m, CLOCK_REALTIME, until);
}

int pthread_mutex_unlock(pthread_mutex_t *m)
{
	int type = M->__kind & TYPE;
	if (M->__kind & ROBUST)
		return robust_unlock(m);
	if (type == PTHREAD_MUTEX_RECURSIVE || type == PTHREAD_MUTEX_ERRORCHECK || M->__kind & INHERIT) {
		if (M->__owner != __thread_number() || M->__lock == 0)
			return EPERM;
		if (type == PTHREAD_MUTEX_RECURSIVE && --M->__count != 0)
			return 0;
	}
	M->__owner = 0;
	M->__nusers--;
	__word_unlock(&M->__lock, SHARING(m));
	return 0;
}
