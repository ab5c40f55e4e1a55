/* pthread_barrier_wait(3), pthread_spin_lock(3), pthread_once(3) */
#include <bits/thread.h>
#include <limits.h>
#include <string.h>

#define B (&b->__data)
#define ATTR(a) (*(int *)(a))

int pthread_barrierattr_init(pthread_barrierattr_t *a)
{
	ATTR(a) = 0;
	return 0;
}

int pthread_barrierattr_destroy(pthread_barrierattr_t *a)
{
	(void)a;
	return 0;
}

int pthread_barrierattr_getpshared(const pthread_barrierattr_t *a, int *v)
{
	*v = ATTR(a);
	return 0;
}

int pthread_barrierattr_setpshared(pthread_barrierattr_t *a, int v)
{
	if (v != PTHREAD_PROCESS_PRIVATE && v != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	ATTR(a) = v;
	return 0;
}

int pthread_barrier_init(pthread_barrier_t *b, const pthread_barrierattr_t *a, unsigned int count)
{
	if (count == 0 || count > INT_MAX)
		return EINVAL;
	memset(b, 0, sizeof *b);
	B->__count = count;
	B->__pshared = a ? ATTR(a) : 0;
	return 0;
}

int pthread_barrier_destroy(pthread_barrier_t *b)
{
	(void)b;
	return 0;
}

/* The last one to come opens the barrier by beginning another round. */
int pthread_barrier_wait(pthread_barrier_t *b)
{
	unsigned int round;
	__word_lock(&B->__lock, B->__pshared);
	round = B->__round;
	if (++B->__in == B->__count) {
		B->__in = 0;
		__atomic_fetch_add(&B->__round, 1, __ATOMIC_SEQ_CST);
		__word_unlock(&B->__lock, B->__pshared);
		__futex_wake(&B->__round, INT_MAX, B->__pshared);
		return PTHREAD_BARRIER_SERIAL_THREAD;
	}
	__word_unlock(&B->__lock, B->__pshared);
	while (__atomic_load_n(&B->__round, __ATOMIC_SEQ_CST) == round)
		__futex_wait(&B->__round, round, B->__pshared, 0, 0);
	return 0;
}

int pthread_spin_init(pthread_spinlock_t *s, int shared)
{
	(void)shared;
	*s = 0;
	return 0;
}

int pthread_spin_destroy(pthread_spinlock_t *s)
{
	(void)s;
	return 0;
}

int pthread_spin_trylock(pthread_spinlock_t *s)
{
	return __atomic_exchange_n(s, 1, __ATOMIC_ACQUIRE) ? EBUSY : 0;
}

int pthread_spin_lock(pthread_spinlock_t *s)
{
	while (__atomic_exchange_n(s, 1, __ATOMIC_ACQUIRE))
		while (*s)
			;
	return 0;
}

int pthread_spin_unlock(pthread_spinlock_t *s)
{
	__atomic_store_n(s, 0, __ATOMIC_RELEASE);
	return 0;
}

enum { ONCE_NEW, ONCE_RUNS, ONCE_DONE };

static void not_done(void *once)
{
	__atomic_store_n((int *)once, ONCE_NEW, __ATOMIC_SEQ_CST);
	__futex_wake(once, INT_MAX, 0);
}

int pthread_once(pthread_once_t *once, void (*f)(void))
{
	for (;;) {
		int was = ONCE_NEW;
		if (__atomic_compare_exchange_n(once, &was, ONCE_RUNS, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			break;
		if (was == ONCE_DONE)
			return 0;
		__futex_wait(once, ONCE_RUNS, 0, 0, 0);
	}
	pthread_cleanup_push(not_done, once);
	f();
	pthread_cleanup_pop(0);
	__atomic_store_n(once, ONCE_DONE, __ATOMIC_SEQ_CST);
	__futex_wake(once, INT_MAX, 0);
	return 0;
}
