/* pthread_cancel(3), pthread_setcancelstate(3), pthread_cleanup_push(3). A signal of the library's own reaches a thread that
 * sleeps in a call; it ends there, or at the next cancellation point. */
#include <bits/thread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { SIGCANCEL = 32 };

static int enabled(void)
{
	return __self.cancelled && __self.cancel_state == PTHREAD_CANCEL_ENABLE && !__self.hold;
}

static void end_if_cancelled(void)
{
	if (enabled())
		pthread_exit(PTHREAD_CANCELED);
}

static void on_cancel(int sig)
{
	(void)sig;
	if (__self.in_call || __self.cancel_type == PTHREAD_CANCEL_ASYNCHRONOUS)
		end_if_cancelled();
}

int pthread_cancel(pthread_t id)
{
	struct __pthread *t = (struct __pthread *)id;
	if (!__cancel_hook) {
		struct __kernel_sigaction sa;
		memset(&sa, 0, sizeof sa);
		sa.handler = (void *)on_cancel;
		sa.flags = 0x14000000; /* SA_RESTORER, SA_RESTART */
		sa.restorer = __restore_rt;
		__syscall(SYS_rt_sigaction, SIGCANCEL, &sa, 0, 8);
		__cancel_hook = end_if_cancelled;
	}
	t->cancelled = 1;
	if (t == &__self) {
		if (__self.cancel_type == PTHREAD_CANCEL_ASYNCHRONOUS)
			end_if_cancelled();
		return 0;
	}
	if (t->tid && t->cancel_state == PTHREAD_CANCEL_ENABLE)
		__syscall(SYS_tgkill, getpid(), t->tid, SIGCANCEL);
	return 0;
}

void pthread_testcancel(void)
{
	end_if_cancelled();
}

int pthread_setcancelstate(int state, int *old)
{
	if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE)
		return EINVAL;
	if (old)
		*old = __self.cancel_state;
	__self.cancel_state = state;
	if (__self.cancel_type == PTHREAD_CANCEL_ASYNCHRONOUS)
		end_if_cancelled();
	return 0;
}

int pthread_setcanceltype(int type, int *old)
{
	if (type != PTHREAD_CANCEL_DEFERRED && type != PTHREAD_CANCEL_ASYNCHRONOUS)
		return EINVAL;
	if (old)
		*old = __self.cancel_type;
	__self.cancel_type = type;
	if (type == PTHREAD_CANCEL_ASYNCHRONOUS)
		end_if_cancelled();
	return 0;
}
