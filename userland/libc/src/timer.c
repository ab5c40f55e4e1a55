/* timer_create(2), sched_yield(2) and the other scheduling calls */
#include <bits/libc.h>
#include <sched.h>
#include <signal.h>
#include <time.h>

int __notify_by_thread(const struct sigevent *, struct sigevent *, int);

int timer_create(clockid_t id, struct sigevent *e, timer_t *t)
{
	struct sigevent plain;
	int number;
	long r;
	if (!e) {
		plain.sigev_notify = SIGEV_SIGNAL;
		plain.sigev_signo = SIGALRM;
		plain.sigev_value.sival_ptr = 0;
		e = &plain;
	}
	if (e->sigev_notify == SIGEV_THREAD) {
		int failed = __notify_by_thread(e, &plain, 0);
		if (failed) {
			errno = failed;
			return -1;
		}
		e = &plain;
	}
	r = __syscall(SYS_timer_create, (long)id, e, &number);
	if (__FAILED(r)) {
		errno = -r;
		return -1;
	}
	*t = (timer_t)(long)number;
	return 0;
}

int timer_delete(timer_t t)
{
	__RETURN(__syscall(SYS_timer_delete, (long)t));
}

int timer_settime(timer_t t, int flags, const struct itimerspec *v, struct itimerspec *old)
{
	__RETURN(__syscall(SYS_timer_settime, (long)t, flags, v, old));
}

int timer_gettime(timer_t t, struct itimerspec *v)
{
	__RETURN(__syscall(SYS_timer_gettime, (long)t, v));
}

int timer_getoverrun(timer_t t)
{
	__RETURN(__syscall(SYS_timer_getoverrun, (long)t));
}

int sched_yield(void)
{
	__RETURN(__syscall(SYS_sched_yield));
}

int sched_setparam(pid_t pid, const struct sched_param *p)
{
	__RETURN(__syscall(SYS_sched_setparam, pid, p));
}

int sched_getparam(pid_t pid, struct sched_param *p)
{
	__RETURN(__syscall(SYS_sched_getparam, pid, p));
}

int sched_setscheduler(pid_t pid, int policy, const struct sched_param *p)
{
	__RETURN(__syscall(SYS_sched_setscheduler, pid, policy, p));
}

int sched_getscheduler(pid_t pid)
{
	__RETURN(__syscall(SYS_sched_getscheduler, pid));
}

int sched_get_priority_max(int policy)
{
	__RETURN(__syscall(SYS_sched_get_priority_max, policy));
}

int sched_get_priority_min(int policy)
{
	__RETURN(__syscall(SYS_sched_get_priority_min, policy));
}

int sched_rr_get_interval(pid_t pid, struct timespec *t)
{
	__RETURN(__syscall(SYS_sched_rr_get_interval, pid, t));
}

int sched_setaffinity(pid_t pid, size_t n, const cpu_set_t *set)
{
	__RETURN(__syscall(SYS_sched_setaffinity, pid, n, set));
}

int sched_getaffinity(pid_t pid, size_t n, cpu_set_t *set)
{
	long r = __syscall(SYS_sched_getaffinity, pid, n, set);
	size_t i;
	if (__FAILED(r)) {
		errno = -r;
		return -1;
	}
	for (i = r; i < n; i++)
		((char *)set)[i] = 0;
	return 0;
}

int __sched_cpucount(size_t n, const cpu_set_t *set)
{
	size_t i;
	int count = 0;
	for (i = 0; i < n / 8; i++) {
		unsigned long m = set->__bits[i];
		for (; m; m &= m - 1)
			count++;
	}
	return count;
}

int sched_getcpu(void)
{
	unsigned int cpu = 0;
	long r = __syscall(SYS_getcpu, &cpu, 0, 0);
	if (__FAILED(r)) {
		errno = -r;
		return -1;
	}
	return cpu;
}

int getcpu(unsigned int *cpu, unsigned int *node)
{
	__RETURN(__syscall(SYS_getcpu, cpu, node, 0));
}

int unshare(int flags)
{
	__RETURN(__syscall(SYS_unshare, flags));
}

int setns(int fd, int type)
{
	__RETURN(__syscall(SYS_setns, fd, type));
}
