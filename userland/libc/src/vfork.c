/* vfork(2), clone(2), and the clone that posix_spawn, system and popen use. */
#include <bits/libc.h>
#include <signal.h>
#include <sched.h>
#include <stdarg.h>
#include <unistd.h>

pid_t vfork(void)
{
	__RETURN(__syscall(SYS_vfork));
}

/* The result as the kernel gives it. */
long __clone_vfork(void)
{
	return __syscall(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
}

/* The child begins in fn on its own stack. */
int clone(int (*fn)(void *), void *stack, int flags, void *arg, ...)
{
	va_list ap;
	int *parent_tid, *child_tid;
	void *tls;
	long r;
	if (!fn || !stack) {
		errno = EINVAL;
		return -1;
	}
	va_start(ap, arg);
	parent_tid = va_arg(ap, int *);
	tls = va_arg(ap, void *);
	child_tid = va_arg(ap, int *);
	va_end(ap);
	r = __syscall(SYS_clone, flags, stack, parent_tid, child_tid, tls);
	if (r == 0)
		for (;;)
			__syscall(SYS_exit, fn(arg));
	__RETURN(r);
}

void __restore_rt(void)
{
	__syscall(SYS_rt_sigreturn);
}
