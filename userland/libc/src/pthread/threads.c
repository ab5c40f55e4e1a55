/* thrd_create(3), mtx_lock(3), cnd_wait(3), tss_create(3), call_once(3): C11's threads over pthreads */
#include <bits/libc.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <threads.h>

static int result(int e)
{
	switch (e) {
	case 0: return thrd_success;
	case EBUSY: return thrd_busy;
	case ENOMEM: return thrd_nomem;
	case ETIMEDOUT: return thrd_timedout;
	default: return thrd_error;
	}
}

int thrd_create(thrd_t *t, thrd_start_t f, void *arg)
{
	/* The result's type differs; the calling convention does not. */
	int e = pthread_create(t, 0, (void *(*)(void *))f, arg);
	return e == EAGAIN ? thrd_nomem : result(e);
}

int thrd_equal(thrd_t a, thrd_t b)
{
	return a == b;
}

thrd_t thrd_current(void)
{
	return pthread_self();
}

int thrd_sleep(const struct timespec *t, struct timespec *left)
{
	int e = clock_nanosleep(CLOCK_REALTIME, 0, t, left);
	return e == 0 ? 0 : e == EINTR ? -1 : -2;
}

_Noreturn void thrd_exit(int r)
{
	pthread_exit((void *)(intptr_t)r);
}

int thrd_detach(thrd_t t)
{
	return result(pthread_detach(t));
}

int thrd_join(thrd_t t, int *r)
{
	void *p;
	int e = pthread_join(t, &p);
	if (e == 0 && r)
		*r = (int)(intptr_t)p;
	return result(e);
}

void thrd_yield(void)
{
	sched_yield();
}

int mtx_init(mtx_t *m, int type)
{
	pthread_mutexattr_t a;
	if (type < 0 || type > (mtx_recursive | mtx_timed))
		return thrd_error;
	pthread_mutexattr_init(&a);
	if (type & mtx_recursive)
		pthread_mutexattr_settype(&a, PTHREAD_MUTEX_RECURSIVE);
	return result(pthread_mutex_init(m, &a));
}

int mtx_lock(mtx_t *m)
{
	return result(pthread_mutex_lock(m));
}

int mtx_timedlock(mtx_t *m, const struct timespec *until)
{
	return result(pthread_mutex_timedlock(m, until));
}

int mtx_trylock(mtx_t *m)
{
	return result(pthread_mutex_trylock(m));
}

int mtx_unlock(mtx_t *m)
{
	return result(pthread_mutex_unlock(m));
}

void mtx_destroy(mtx_t *m)
{
	pthread_mutex_destroy(m);
}

void call_once(once_flag *once, void (*f)(void))
{
	pthread_once(once, f);
}

int cnd_init(cnd_t *c)
{
	return result(pthread_cond_init(c, 0));
}

int cnd_signal(cnd_t *c)
{
	return result(pthread_cond_signal(c));
}

int cnd_broadcast(cnd_t *c)
{
	return result(pthread_cond_broadcast(c));
}

int cnd_wait(cnd_t *c, mtx_t *m)
{
	return result(pthread_cond_wait(c, m));
}

int cnd_timedwait(cnd_t *c, mtx_t *m, const struct timespec *until)
{
	return result(pthread_cond_timedwait(c, m, until));
}

void cnd_destroy(cnd_t *c)
{
	pthread_cond_destroy(c);
}

int tss_create(tss_t *k, tss_dtor_t f)
{
	return result(pthread_key_create(k, f));
}

void *tss_get(tss_t k)
{
	return pthread_getspecific(k);
}

int tss_set(tss_t k, void *v)
{
	return result(pthread_setspecific(k, v));
}

void tss_delete(tss_t k)
{
	pthread_key_delete(k);
}
