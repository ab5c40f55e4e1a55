/* pthread_create(3), pthread_exit(3), pthread_join(3), pthread_detach(3), pthread_self(3), pthread_kill(3),
 * pthread_sigqueue(3),
 * pthread_setname_np(3), pthread_atfork(3) */
#include <bits/thread.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/prctl.h>

enum { PAGE = 4096, CACHE_MAX = 40 << 20 };

/* What a record's `detached` says; its memory keeps it until another thread is given it. */
enum { DETACHED = 1, ENDED = 2, JOINED = 4 };

struct attr { int detached, explicit_sched; size_t guard; char *stack; size_t size; int policy, priority, scope, own_stack; };
struct clone_arguments { unsigned long flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, more[3]; };

/* The linker fills it in: where the first thread's own data are, and an image of them for others. */
struct __thread_layout __thread_layout = { 0, 0, 0, 1 };

static int lock;
static int running = 1;         /* threads that have not ended */
static struct __pthread *ended;  /* their memory is free once the kernel has cleared tid */
static size_t ended_bytes;

pthread_t pthread_self(void)
{
	return (pthread_t)&__self;
}

int pthread_equal(pthread_t a, pthread_t b)
{
	return a == b;
}

/* Gives memory of ended threads back to the kernel until little is kept. */
static void trim(void)
{
	struct __pthread **p = &ended, *t;
	while ((t = *p) && ended_bytes > CACHE_MAX)
		if (t->tid == 0) {
			*p = t->next;
			ended_bytes -= t->map_size;
			munmap(t->map, t->map_size);
		} else
			p = &t->next;
}

/* The memory may serve another thread. Under the lock. */
static void give_back(struct __pthread *t)
{
	if (!t->map)
		return;
	t->next = ended;
	ended = t;
	ended_bytes += t->map_size;
	trim();
}

/* The record of a thread whose own data are at block. */
static struct __pthread *record_at(char *block)
{
	char *own = __self.block ? __self.block : __thread_layout.start;
	return (struct __pthread *)(block + ((char *)&__self - own));
}

static struct __pthread *new_thread(const struct attr *a)
{
	size_t own = (__thread_layout.size + 63) & ~(size_t)63;
	size_t guard = (a->guard + PAGE - 1) & ~(size_t)(PAGE - 1);
	size_t size = ((a->size + PAGE - 1) & ~(size_t)(PAGE - 1)) + guard;
	struct __pthread *t, **p;
	char *map = 0, *block;
	if (a->own_stack) {
		block = (char *)((size_t)(a->stack + a->size - own) & ~(size_t)63);
		guard = size = 0;
	} else {
		__word_lock(&lock, 0);
		for (p = &ended; (t = *p); p = &t->next)
			if (t->tid == 0 && t->map_size == size && t->guard == guard) {
				*p = t->next;
				ended_bytes -= size;
				map = t->map;
				break;
			}
		__word_unlock(&lock, 0);
		if (!map) {
			map = mmap(0, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
			if (map == MAP_FAILED)
				return 0;
			if (mprotect(map + guard, size - guard, PROT_READ | PROT_WRITE) < 0) {
				munmap(map, size);
				return 0;
			}
		}
		block = map + size - own;
	}
	memset(block, 0, own);
	memcpy(block, __thread_layout.image, __thread_layout.initialised);
	t = record_at(block);
	t->block = block;
	t->map = map;
	t->map_size = size;
	t->guard = guard;
	t->stack = a->own_stack ? a->stack : map + guard;
	t->stack_size = a->own_stack ? a->size : size - guard;
	t->detached = a->detached;
	return t;
}

static _Noreturn void run(struct __pthread *t)
{
	void *result;
	__syscall(SYS_rt_sigprocmask, SIG_SETMASK, &t->mask, 0, 8);
	result = t->start(t->arg);
	/* What it has pushed and not popped is on a stack that is gone: as with glibc, it is not called. */
	__self.cleanup = 0;
	pthread_exit(result);
}

/* Nothing of this function is in memory: the child is in it on another stack. */
static long begin(struct clone_arguments *args, struct __pthread *t)
{
	long r = __syscall(SYS_clone3, args, sizeof *args);
	if (r == 0)
		run(t);
	return r;
}

static void fork_hook(int phase);

int pthread_create(pthread_t *id, const pthread_attr_t *attr, void *(*start)(void *), void *arg)
{
	unsigned long all = ~0UL;
	struct clone_arguments args;
	struct __pthread *t;
	pthread_attr_t plain;
	long r;
	if (!attr) {
		pthread_getattr_default_np(&plain);
		attr = &plain;
	} else if ((r = __attr_permitted(attr)))
		return r;
	t = new_thread((const struct attr *)attr);
	if (!t)
		return EAGAIN;
	if (!__threaded) {
		__self.tid = __syscall(SYS_set_tid_address, &__self.tid);
		__threaded = 1;
		__fork_hook = fork_hook;
	}
	t->start = start;
	t->arg = arg;
	memset(&args, 0, sizeof args);
	args.flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
	args.child_tid = args.parent_tid = (unsigned long)&t->tid;
	args.stack = (unsigned long)t->stack;
	args.stack_size = t->block - t->stack;
	args.tls = (unsigned long)t->block;
	__syscall(SYS_rt_sigprocmask, SIG_BLOCK, &all, &t->mask, 8);
	all = t->mask;
	*id = (pthread_t)t;
	__atomic_fetch_add(&running, 1, __ATOMIC_SEQ_CST);
	r = begin(&args, t);
	__syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, 0, 8);
	if (r < 0) {
		__atomic_fetch_sub(&running, 1, __ATOMIC_SEQ_CST);
		__word_lock(&lock, 0);
		give_back(t);
		__word_unlock(&lock, 0);
		return EAGAIN;
	}
	return 0;
}

_Noreturn void pthread_exit(void *result)
{
	unsigned long all = ~0UL;
	__self.result = result;
	__self.cancel_state = PTHREAD_CANCEL_DISABLE;
	while (__self.cleanup) {
		struct __pthread_cleanup *c = __self.cleanup;
		__self.cleanup = c->__prev;
		c->__routine(c->__arg);
	}
	__run_destructors();
	if (__atomic_fetch_sub(&running, 1, __ATOMIC_SEQ_CST) == 1)
		exit(0);
	__syscall(SYS_rt_sigprocmask, SIG_BLOCK, &all, 0, 8);
	__word_lock(&lock, 0);
	/* The kernel clears tid when nothing runs on this stack any more. */
	if (__atomic_exchange_n(&__self.detached, ENDED, __ATOMIC_SEQ_CST) == DETACHED) {
		__self.detached = ENDED | DETACHED;
		give_back(&__self);
	}
	__word_unlock(&lock, 0);
	for (;;)
		__syscall(SYS_exit, 0);
}

static void stop_joining(void *t)
{
	((struct __pthread *)t)->joining = 0;
}

static int join(struct __pthread *t, void **result, int clock, const struct timespec *until, int wait)
{
	int tid;
	long r = 0;
	if (t->detached & JOINED)
		return wait ? ESRCH : EBUSY;
	if (t->detached & DETACHED)
		return EINVAL;
	if (!wait && t->tid)
		return EBUSY;
	if (t == &__self)
		return EDEADLK;
	if (__atomic_exchange_n(&t->joining, 1, __ATOMIC_SEQ_CST))
		return EINVAL;
	pthread_cleanup_push(stop_joining, t);
	__cancel_enter();
	/* exit(2) wakes with the shared key. */
	while ((tid = __atomic_load_n(&t->tid, __ATOMIC_SEQ_CST))) {
		r = __futex_wait(&t->tid, tid, 1, clock, until);
		if (r == -ETIMEDOUT || r == -EINVAL)
			break;
		r = 0;
	}
	__cancel_leave();
	pthread_cleanup_pop(0);
	if (r) {
		t->joining = 0;
		return -r;
	}
	if (result)
		*result = t->result;
	__word_lock(&lock, 0);
	t->detached |= JOINED;
	give_back(t);
	__word_unlock(&lock, 0);
	return 0;
}

int pthread_join(pthread_t id, void **result)
{
	return join((struct __pthread *)id, result, CLOCK_REALTIME, 0, 1);
}

int pthread_tryjoin_np(pthread_t id, void **result)
{
	return join((struct __pthread *)id, result, CLOCK_REALTIME, 0, 0);
}

int pthread_timedjoin_np(pthread_t id, void **result, const struct timespec *until)
{
	return join((struct __pthread *)id, result, CLOCK_REALTIME, until, 1);
}

int pthread_clockjoin_np(pthread_t id, void **result, clockid_t clock, const struct timespec *until)
{
	return join((struct __pthread *)id, result, clock, until, 1);
}

int pthread_detach(pthread_t id)
{
	struct __pthread *t = (struct __pthread *)id;
	int was = 0, r = 0;
	__word_lock(&lock, 0);
	if (!__atomic_compare_exchange_n(&t->detached, &was, DETACHED, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
		if (was & JOINED)
			r = ESRCH;
		else if (was & DETACHED)
			r = EINVAL;
		else {
			t->detached = ENDED | DETACHED;
			give_back(t);
		}
	}
	__word_unlock(&lock, 0);
	return r;
}

int pthread_kill(pthread_t id, int sig)
{
	struct __pthread *t = (struct __pthread *)id;
	int tid = t == &__self ? __thread_number() : t->tid;
	if (sig == 32 || sig == 33)
		return EINVAL;
	if (tid == 0)
		return 0;
	return -__syscall(SYS_tgkill, getpid(), tid, sig);
}

int pthread_sigqueue(pthread_t id, int s, const union sigval value)
{
	struct __pthread *t = (struct __pthread *)id;
	siginfo_t info;
	memset(&info, 0, sizeof info);
	info.si_signo = s;
	info.si_code = SI_QUEUE;
	info.si_pid = getpid();
	info.si_uid = getuid();
	info.si_value = value;
	return s == 32 || s == 33 ? EINVAL : -__syscall(SYS_rt_tgsigqueueinfo, getpid(), t == &__self ? __thread_number() : t->tid, s, &info);
}

/* Names of other threads are in /proc. */
int pthread_setname_np(pthread_t id, const char *name)
{
	struct __pthread *t = (struct __pthread *)id;
	char path[64];
	int fd, r = 0;
	if (strlen(name) > 15)
		return ERANGE;
	if (t == &__self)
		return prctl(PR_SET_NAME, name) < 0 ? errno : 0;
	snprintf(path, sizeof path, "/proc/self/task/%d/comm", t->tid);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (write(fd, name, strlen(name)) < 0)
		r = errno;
	close(fd);
	return r;
}

int pthread_getname_np(pthread_t id, char *name, size_t n)
{
	struct __pthread *t = (struct __pthread *)id;
	char path[64], text[17] = "";
	ssize_t got = 0;
	int fd;
	if (n < 16)
		return ERANGE;
	if (t == &__self)
		return prctl(PR_GET_NAME, name) < 0 ? errno : 0;
	snprintf(path, sizeof path, "/proc/self/task/%d/comm", t->tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	got = read(fd, text, 16);
	close(fd);
	if (got > 0 && text[got - 1] == '\n')
		text[got - 1] = 0;
	strcpy(name, text);
	return 0;
}

int pthread_yield(void)
{
	return sched_yield();
}

struct handlers { void (*prepare)(void), (*parent)(void), (*child)(void); struct handlers *next, *prev; };
static struct handlers *newest, *oldest;

int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
	struct handlers *h = malloc(sizeof *h);
	if (!h)
		return ENOMEM;
	h->prepare = prepare;
	h->parent = parent;
	h->child = child;
	h->next = newest;
	h->prev = 0;
	*(newest ? &newest->prev : &oldest) = h;
	newest = h;
	__fork_hook = fork_hook;
	return 0;
}

/* Before fork the newest handlers first, after it the oldest. The child has only the thread that called fork. */
static void fork_hook(int phase)
{
	struct handlers *h;
	if (phase == 0)
		for (h = newest; h; h = h->next)
			if (h->prepare)
				h->prepare();
	if (phase == 2) {
		running = 1;
		__threaded = 0;
		lock = 0;
	}
	if (phase > 0)
		for (h = oldest; h; h = h->prev)
			if (phase == 1 ? h->parent : h->child)
				(phase == 1 ? h->parent : h->child)();
}
