/* SIGEV_THREAD of timer_create(2) and mq_notify(3): a thread of the library takes a signal of the library's own that the kernel
 * sends to it, and starts a thread for each. */
#include <bits/thread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SIGNOTIFY = 33 };

struct notification { void (*function)(union sigval); union sigval value; pthread_attr_t attr; int once; };

static int lock, helper, helper_pid;

static void *call(void *arg)
{
	struct notification *n = arg;
	void (*function)(union sigval) = n->function;
	union sigval value = n->value;
	unsigned long open = ~(1UL << (SIGNOTIFY - 1));
	if (n->once) {
		/* As in glibc: for a message, and not for a timer. */
		__syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &open, 0, 8);
		free(n);
	}
	function(value);
	return 0;
}

static void *wait_and_start(void *arg)
{
	unsigned long set = 1UL << (SIGNOTIFY - 1);
	siginfo_t info;
	pthread_t id;
	__atomic_store_n((int *)arg, __thread_number(), __ATOMIC_SEQ_CST);
	__futex_wake(arg, 1, 0);
	for (;;)
		if (__syscall(SYS_rt_sigtimedwait, &set, &info, 0, 8) == SIGNOTIFY && (info.si_code == SI_TIMER || info.si_code == SI_MESGQ)) {
			struct notification *n = info.si_value.sival_ptr;
			pthread_create(&id, &n->attr, call, n);
		}
}

/* A signal to the process that another thread got. */
static void forward(int sig, siginfo_t *info, void *context)
{
	(void)context;
	__syscall(SYS_rt_tgsigqueueinfo, getpid(), helper, sig, info);
}

/* The same event for the kernel: a signal to the helper; or, once, to the process, when the kernel knows no other. Returns 0
 * or an errno value. */
int __notify_by_thread(const struct sigevent *e, struct sigevent *out, int once)
{
	unsigned long set = 1UL << (SIGNOTIFY - 1), all = -1UL, old;
	struct notification *n = calloc(1, sizeof *n);
	pthread_attr_t attr;
	pthread_t id;
	int r = 0;
	if (!n)
		return EAGAIN;
	n->function = e->sigev_notify_function;
	n->value = e->sigev_value;
	n->once = once;
	if (e->sigev_notify_attributes)
		n->attr = *e->sigev_notify_attributes;
	else
		pthread_attr_init(&n->attr);
	pthread_attr_setdetachstate(&n->attr, PTHREAD_CREATE_DETACHED);
	__word_lock(&lock, 0);
	if (helper_pid != getpid()) {
		helper = 0;
		pthread_attr_init(&attr);
		pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
		pthread_attr_setstacksize(&attr, 16384);
		/* A signal to the process is none of the helper's business. */
		__syscall(SYS_rt_sigprocmask, SIG_BLOCK, &all, &old, 8);
		r = pthread_create(&id, &attr, wait_and_start, &helper);
		__syscall(SYS_rt_sigprocmask, SIG_SETMASK, &old, 0, 8);
		while (!r && !helper)
			__futex_wait(&helper, 0, 0, CLOCK_REALTIME, 0);
		if (!r)
			helper_pid = getpid();
	}
	__word_unlock(&lock, 0);
	if (r) {
		free(n);
		return EAGAIN;
	}
	memset(out, 0, sizeof *out);
	out->sigev_notify = once ? SIGEV_SIGNAL : SIGEV_THREAD_ID;
	out->sigev_signo = SIGNOTIFY;
	if (once) {
		/* The helper takes it, if others block it. */
		struct __kernel_sigaction sa = { (void *)forward, 0x14000004, __restore_rt, 0 };
		__syscall(SYS_rt_sigaction, SIGNOTIFY, &sa, 0, 8);
		__syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, 0, 8);
	}
	out->sigev_value.sival_ptr = n;
	out->sigev_notify_thread_id = helper;
	return 0;
}
