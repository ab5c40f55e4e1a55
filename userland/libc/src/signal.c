/* sigaction(2), signal(2), kill(2), sigprocmask(2), sigsuspend(2), sigwait(3), sigqueue(3) */
#include <bits/libc.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* 32 and 33 belong to the C library's threads. */
#define RESERVED (3UL << 31)

int __libc_current_sigrtmin(void)
{
	return 34;
}

int __libc_current_sigrtmax(void)
{
	return 64;
}

int sigaction(int s, const struct sigaction *act, struct sigaction *old)
{
	struct __kernel_sigaction k, o;
	long r;
	if (s <= 0 || s >= _NSIG || s == 32 || s == 33) {
		errno = EINVAL;
		return -1;
	}
	if (act) {
		k.handler = (void *)act->sa_handler;
		k.flags = (unsigned)act->sa_flags | 0x04000000UL; /* SA_RESTORER */
		k.restorer = __restore_rt;
		k.mask = act->sa_mask.__val[0];
	}
	r = __syscall(SYS_rt_sigaction, s, act ? &k : 0, old ? &o : 0, 8);
	if (__FAILED(r)) {
		errno = -r;
		return -1;
	}
	if (old) {
		old->sa_handler = (__sighandler_t)o.handler;
		old->sa_flags = o.flags;
		old->sa_restorer = o.restorer;
		old->sa_mask.__val[0] = o.mask;
	}
	return 0;
}

static __sighandler_t set_handler(int s, __sighandler_t h, int flags, int mask)
{
	struct sigaction act, old;
	if (h == SIG_ERR || s < 1 || s >= _NSIG) {
		errno = EINVAL;
		return SIG_ERR;
	}
	act.sa_handler = h;
	sigemptyset(&act.sa_mask);
	if (mask)
		sigaddset(&act.sa_mask, s);
	act.sa_flags = flags;
	if (sigaction(s, &act, &old) < 0)
		return SIG_ERR;
	return old.sa_handler;
}

static sigset_t interrupting; /* siginterrupt's choice */

__sighandler_t signal(int s, __sighandler_t h)
{
	return set_handler(s, h, s >= 1 && s < _NSIG && sigismember(&interrupting, s) ? 0 : SA_RESTART, 1);
}

__sighandler_t bsd_signal(int s, __sighandler_t h)
{
	return signal(s, h);
}

__sighandler_t ssignal(int s, __sighandler_t h)
{
	return signal(s, h);
}

__sighandler_t sysv_signal(int s, __sighandler_t h)
{
	return set_handler(s, h, SA_RESETHAND | SA_NODEFER | SA_INTERRUPT, 0);
}

int siginterrupt(int s, int yes)
{
	struct sigaction act;
	if (sigaction(s, 0, &act) < 0)
		return -1;
	if (yes) {
		sigaddset(&interrupting, s);
		act.sa_flags &= ~SA_RESTART;
	} else {
		sigdelset(&interrupting, s);
		act.sa_flags |= SA_RESTART;
	}
	return sigaction(s, &act, 0);
}

int kill(pid_t pid, int s)
{
	__RETURN(__syscall(SYS_kill, (long)pid, s));
}

int killpg(pid_t pgrp, int s)
{
	if (pgrp < 0) {
		errno = EINVAL;
		return -1;
	}
	return kill(-pgrp, s);
}

int tgkill(pid_t tgid, pid_t tid, int s)
{
	__RETURN(__syscall(SYS_tgkill, tgid, tid, s));
}

int raise(int s)
{
	long tid = __syscall(SYS_gettid), pid = __syscall(SYS_getpid);
	__RETURN(__syscall(SYS_tgkill, pid, tid, s));
}

int gsignal(int s)
{
	return raise(s);
}

int sigemptyset(sigset_t *set)
{
	if (!set) {
		errno = EINVAL;
		return -1;
	}
	memset(set, 0, sizeof *set);
	return 0;
}

int sigfillset(sigset_t *set)
{
	if (!set) {
		errno = EINVAL;
		return -1;
	}
	memset(set, -1, sizeof *set);
	set->__val[0] &= ~RESERVED;
	return 0;
}

static int valid(const sigset_t *set, int s)
{
	if (set && s > 0 && s < _NSIG)
		return 1;
	errno = EINVAL;
	return 0;
}

int sigaddset(sigset_t *set, int s)
{
	if (!valid(set, s))
		return -1;
	if (s == 32 || s == 33) {
		errno = EINVAL;
		return -1;
	}
	set->__val[0] |= 1UL << (s - 1);
	return 0;
}

int sigdelset(sigset_t *set, int s)
{
	if (!valid(set, s))
		return -1;
	if (s == 32 || s == 33) {
		errno = EINVAL;
		return -1;
	}
	set->__val[0] &= ~(1UL << (s - 1));
	return 0;
}

int sigismember(const sigset_t *set, int s)
{
	if (!valid(set, s))
		return -1;
	return set->__val[0] >> (s - 1) & 1;
}

int sigisemptyset(const sigset_t *set)
{
	return set->__val[0] == 0;
}

int sigandset(sigset_t *d, const sigset_t *a, const sigset_t *b)
{
	int i;
	for (i = 0; i < 16; i++)
		d->__val[i] = a->__val[i] & b->__val[i];
	return 0;
}

int sigorset(sigset_t *d, const sigset_t *a, const sigset_t *b)
{
	int i;
	for (i = 0; i < 16; i++)
		d->__val[i] = a->__val[i] | b->__val[i];
	return 0;
}

int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
	unsigned long mask;
	long r;
	if (set)
		mask = set->__val[0] & ~RESERVED;
	r = __syscall(SYS_rt_sigprocmask, how, set ? &mask : 0, old, 8);
	if (__FAILED(r)) {
		errno = -r;
		return -1;
	}
	return 0;
}

int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
	unsigned long mask;
	if (set)
		mask = set->__val[0] & ~RESERVED;
	return -__syscall(SYS_rt_sigprocmask, how, set ? &mask : 0, old, 8);
}

int sigpending(sigset_t *set)
{
	__RETURN(__syscall(SYS_rt_sigpending, set, 8));
}

int sigsuspend(const sigset_t *set)
{
	__CANCELLED_IN(__syscall(SYS_rt_sigsuspend, set, 8));
}

int pause(void)
{
	__CANCELLED_IN(__syscall(SYS_pause));
}

int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *t)
{
	long r;
	if (__threaded)
		__cancel_enter();
	r = __syscall(SYS_rt_sigtimedwait, set, info, t, 8);
	if (__threaded)
		__cancel_leave();
	/* As in glibc: raise() and kill() look the same to the waiter. */
	if (!__FAILED(r) && info && info->si_code == SI_TKILL)
		info->si_code = SI_USER;
	__RETURN(r);
}

int sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
	return sigtimedwait(set, info, 0);
}

int sigwait(const sigset_t *set, int *s)
{
	long r;
	do
		r = __CANCELLABLE(__syscall(SYS_rt_sigtimedwait, set, 0, 0, 8));
	while (r == -EINTR);
	if (__FAILED(r))
		return -r;
	*s = r;
	return 0;
}

int sigqueue(pid_t pid, int s, const union sigval value)
{
	siginfo_t info;
	memset(&info, 0, sizeof info);
	info.si_signo = s;
	info.si_code = SI_QUEUE;
	info.si_pid = getpid();
	info.si_uid = getuid();
	info.si_value = value;
	__RETURN(__syscall(SYS_rt_sigqueueinfo, pid, s, &info));
}

/* As in POSIX, X/Open's: waits with one signal taken out of the mask. */
int sigpause(int s)
{
	sigset_t set;
	sigprocmask(SIG_BLOCK, 0, &set);
	if (sigdelset(&set, s) < 0)
		return -1;
	return sigsuspend(&set);
}

int sigaltstack(const stack_t *st, stack_t *old)
{
	__RETURN(__syscall(SYS_sigaltstack, st, old));
}

static int change_one(int how, int s)
{
	sigset_t set;
	sigemptyset(&set);
	if (sigaddset(&set, s) < 0)
		return -1;
	return sigprocmask(how, &set, 0);
}

int sighold(int s)
{
	return change_one(SIG_BLOCK, s);
}

int sigrelse(int s)
{
	return change_one(SIG_UNBLOCK, s);
}

int sigignore(int s)
{
	return set_handler(s, SIG_IGN, 0, 0) == SIG_ERR ? -1 : 0;
}

__sighandler_t sigset(int s, __sighandler_t h)
{
	sigset_t set, old;
	struct sigaction act;
	__sighandler_t before;
	if (h == SIG_HOLD) {
		sigemptyset(&set);
		if (sigaddset(&set, s) < 0 || sigprocmask(SIG_BLOCK, &set, &old) < 0)
			return SIG_ERR;
		if (sigismember(&old, s))
			return SIG_HOLD;
		if (sigaction(s, 0, &act) < 0)
			return SIG_ERR;
		return act.sa_handler;
	}
	before = set_handler(s, h, 0, 0);
	if (before == SIG_ERR)
		return SIG_ERR;
	sigemptyset(&set);
	sigaddset(&set, s);
	if (sigprocmask(SIG_UNBLOCK, &set, &old) < 0)
		return SIG_ERR;
	return sigismember(&old, s) ? SIG_HOLD : before;
}

static int bsd_mask(int how, unsigned int mask)
{
	sigset_t set, old;
	sigemptyset(&set);
	set.__val[0] = mask;
	if (sigprocmask(how, &set, &old) < 0)
		return -1;
	return (int)old.__val[0];
}

int sigblock(int mask)
{
	return bsd_mask(SIG_BLOCK, mask);
}

int sigsetmask(int mask)
{
	return bsd_mask(SIG_SETMASK, mask);
}

int siggetmask(void)
{
	return sigblock(0);
}
