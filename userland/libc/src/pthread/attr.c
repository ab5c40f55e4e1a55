/* pthread_attr_init(3) and its kin; pthread_getattr_np(3), pthread_setschedparam(3), pthread_setaffinity_np(3) */
#include <bits/thread.h>
#include <limits.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>

struct attr { int detached, explicit_sched; size_t guard; char *stack; size_t size; int policy, priority, scope, own_stack; };

#define A ((struct attr *)a)
#define CA ((const struct attr *)a)

int pthread_attr_init(pthread_attr_t *a)
{
	static size_t usual;
	struct rlimit limit;
	if (!usual) {
		size_t size = 2 << 20;
		if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
			size = limit.rlim_cur < PTHREAD_STACK_MIN ? PTHREAD_STACK_MIN : (limit.rlim_cur + 4095) & ~4095UL;
		usual = size;
	}
	memset(a, 0, sizeof *a);
	A->guard = 4096;
	A->size = usual;
	return 0;
}

int pthread_attr_destroy(pthread_attr_t *a)
{
	(void)a;
	return 0;
}

int pthread_attr_getdetachstate(const pthread_attr_t *a, int *v)
{
	*v = CA->detached;
	return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *a, int v)
{
	if (v != PTHREAD_CREATE_JOINABLE && v != PTHREAD_CREATE_DETACHED)
		return EINVAL;
	A->detached = v;
	return 0;
}

int pthread_attr_getguardsize(const pthread_attr_t *a, size_t *v)
{
	*v = CA->guard;
	return 0;
}

int pthread_attr_setguardsize(pthread_attr_t *a, size_t v)
{
	A->guard = v;
	return 0;
}

int pthread_attr_getstacksize(const pthread_attr_t *a, size_t *v)
{
	*v = CA->size;
	return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *a, size_t v)
{
	if (v < PTHREAD_STACK_MIN)
		return EINVAL;
	A->size = v;
	return 0;
}

int pthread_attr_getstack(const pthread_attr_t *a, void **at, size_t *v)
{
	*at = CA->stack;
	*v = CA->size;
	return 0;
}

int pthread_attr_setstack(pthread_attr_t *a, void *at, size_t v)
{
	if (v < PTHREAD_STACK_MIN)
		return EINVAL;
	A->stack = at;
	A->size = v;
	A->own_stack = 1;
	return 0;
}

int pthread_attr_getscope(const pthread_attr_t *a, int *v)
{
	*v = CA->scope;
	return 0;
}

int pthread_attr_setscope(pthread_attr_t *a, int v)
{
	if (v == PTHREAD_SCOPE_PROCESS)
		return ENOTSUP;
	if (v != PTHREAD_SCOPE_SYSTEM)
		return EINVAL;
	A->scope = v;
	return 0;
}

int pthread_attr_getinheritsched(const pthread_attr_t *a, int *v)
{
	*v = CA->explicit_sched;
	return 0;
}

int pthread_attr_setinheritsched(pthread_attr_t *a, int v)
{
	if (v != PTHREAD_INHERIT_SCHED && v != PTHREAD_EXPLICIT_SCHED)
		return EINVAL;
	A->explicit_sched = v;
	return 0;
}

int pthread_attr_getschedpolicy(const pthread_attr_t *a, int *v)
{
	*v = CA->policy;
	return 0;
}

int pthread_attr_setschedpolicy(pthread_attr_t *a, int v)
{
	if (v != SCHED_OTHER && v != SCHED_FIFO && v != SCHED_RR)
		return EINVAL;
	A->policy = v;
	return 0;
}

int pthread_attr_getschedparam(const pthread_attr_t *a, struct sched_param *v)
{
	v->sched_priority = CA->priority;
	return 0;
}

int pthread_attr_setschedparam(pthread_attr_t *a, const struct sched_param *v)
{
	int least = CA->policy == SCHED_OTHER ? 0 : 1, most = CA->policy == SCHED_OTHER ? 0 : 99;
	if (v->sched_priority < least || v->sched_priority > most)
		return EINVAL;
	A->priority = v->sched_priority;
	return 0;
}

/* Zero if a thread may be scheduled as it says. The kernel knows the real-time classes by name alone: they are refused to
 * all, so asking for the caller changes nothing. */
int __attr_permitted(const pthread_attr_t *a)
{
	struct sched_param v = { CA->priority };
	if (!CA->explicit_sched || CA->policy == SCHED_OTHER)
		return 0;
	return sched_setscheduler(0, CA->policy, &v) < 0 ? errno : 0;
}

static pthread_attr_t chosen;
static int is_chosen;

int pthread_getattr_default_np(pthread_attr_t *a)
{
	if (!is_chosen)
		return pthread_attr_init(a);
	*a = chosen;
	return 0;
}

int pthread_setattr_default_np(const pthread_attr_t *a)
{
	if (CA->own_stack)
		return EINVAL;
	chosen = *a;
	is_chosen = 1;
	return 0;
}

int pthread_getattr_np(pthread_t id, pthread_attr_t *a)
{
	struct __pthread *t = (struct __pthread *)id;
	pthread_attr_init(a);
	A->detached = t->detached == 1;
	A->guard = t->guard;
	if (t->stack) {
		A->stack = t->stack;
		A->size = t->stack_size;
	} else {
		A->stack = (char *)(((unsigned long)__builtin_frame_address(0) | 0xffffff) + 1 - A->size);
	}
	return 0;
}

int pthread_setschedparam(pthread_t id, int policy, const struct sched_param *v)
{
	(void)id;
	if (policy == SCHED_OTHER)
		return v->sched_priority == 0 ? 0 : EINVAL;
	return policy == SCHED_FIFO || policy == SCHED_RR ? EPERM : EINVAL;
}

int pthread_getschedparam(pthread_t id, int *policy, struct sched_param *v)
{
	(void)id;
	*policy = SCHED_OTHER;
	v->sched_priority = 0;
	return 0;
}

int pthread_setschedprio(pthread_t id, int priority)
{
	(void)id;
	return priority == 0 ? 0 : EINVAL;
}

static int tid_of(pthread_t id)
{
	return id == pthread_self() ? 0 : ((struct __pthread *)id)->tid;
}

int pthread_setaffinity_np(pthread_t id, size_t size, const cpu_set_t *set)
{
	return sched_setaffinity(tid_of(id), size, set) < 0 ? errno : 0;
}

int pthread_getaffinity_np(pthread_t id, size_t size, cpu_set_t *set)
{
	return sched_getaffinity(tid_of(id), size, set) < 0 ? errno : 0;
}

/* A thread's clock has its number and kind in its own (clock_getcpuclockid(3)). */
int pthread_getcpuclockid(pthread_t id, clockid_t *clock)
{
	int tid = id == pthread_self() ? __thread_number() : ((struct __pthread *)id)->tid;
	if (tid == 0)
		return ESRCH;
	*clock = (int)(~(unsigned)tid << 3) | 6;
	return 0;
}

int pthread_setconcurrency(int level)
{
	return level < 0 ? EINVAL : 0;
}

int pthread_getconcurrency(void)
{
	return 0;
}
