/* What every program has of threads: its own record, a lock, cancellation points. The rest is in pthread/. */
#include <bits/thread.h>

int __malloc_lock, __files_lock;
int __threaded; /* more than one thread, now or once */
_Thread_local struct __pthread __self;
void (*__fork_hook)(int), (*__cancel_hook)(void), (*__stdio_fork_hook)(void);

long __futex_wait(void *word, int value, int shared, int clock, const struct timespec *until)
{
	int op = FUTEX_WAIT_BITSET | (shared ? 0 : FUTEX_PRIVATE_FLAG);
	if (clock == CLOCK_REALTIME)
		op |= FUTEX_CLOCK_REALTIME;
	return __syscall(SYS_futex, word, op, value, until, 0, FUTEX_BITSET_MATCH_ANY);
}

void __futex_wake(void *word, int count, int shared)
{
	__syscall(SYS_futex, word, FUTEX_WAKE | (shared ? 0 : FUTEX_PRIVATE_FLAG), count);
}

/* 0: free, 1: locked, 2: locked and perhaps waited for. */
void __word_lock(int *word, int shared)
{
	int free = 0;
	if (__atomic_compare_exchange_n(word, &free, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return;
	while (__atomic_exchange_n(word, 2, __ATOMIC_ACQUIRE) != 0)
		__syscall(SYS_futex, word, FUTEX_WAIT | (shared ? 0 : FUTEX_PRIVATE_FLAG), 2, 0);
}

void __word_unlock(int *word, int shared)
{
	if (__atomic_exchange_n(word, 0, __ATOMIC_RELEASE) == 2)
		__futex_wake(word, 1, shared);
}

/* Locks of the library itself: nothing to do while there is one thread. */
void __lock(int *word)
{
	if (__threaded)
		__word_lock(word, 0);
}

void __unlock(int *word)
{
	if (__threaded)
		__word_unlock(word, 0);
}

int __thread_number(void)
{
	if (!__self.tid)
		__self.tid = __syscall(SYS_gettid);
	return __self.tid;
}

long __fail(long r)
{
	errno = -r;
	return -1;
}

void __cancel_enter(void)
{
	__self.in_call++;
	if (__self.cancelled && __cancel_hook)
		__cancel_hook();
}

void __cancel_leave(void)
{
	__self.in_call--;
}
