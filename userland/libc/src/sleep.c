/* sleep(3), usleep(3), nanosleep(2), alarm(2), setitimer(2), clock_gettime(2), time(2) */
#include <bits/libc.h>
#include <time.h>
#include <unistd.h>
#include <string.h>
#include <sys/time.h>
#include <sys/times.h>

unsigned int sleep(unsigned int s)
{
	struct timespec t = { s, 0 };
	int saved = errno;
	long r;
	if (__threaded)
		__cancel_enter();
	r = __syscall(SYS_clock_nanosleep, CLOCK_REALTIME, 0, &t, &t);
	if (__threaded)
		__cancel_leave();
	if (__FAILED(r)) {
		errno = -r;
		return t.tv_sec;
	}
	errno = saved;
	return 0;
}

int usleep(useconds_t us)
{
	struct timespec t = { us / 1000000, us % 1000000 * 1000 };
	__CANCELLED_IN(__syscall(SYS_clock_nanosleep, CLOCK_REALTIME, 0, &t, 0));
}

int nanosleep(const struct timespec *t, struct timespec *left)
{
	__CANCELLED_IN(__syscall(SYS_clock_nanosleep, CLOCK_REALTIME, 0, t, left));
}

int clock_nanosleep(clockid_t id, int flags, const struct timespec *t, struct timespec *left)
{
	if (id == CLOCK_THREAD_CPUTIME_ID)
		return EINVAL;
	return -__CANCELLABLE(__syscall(SYS_clock_nanosleep, (long)id, flags, t, left));
}

unsigned int alarm(unsigned int s)
{
	return __syscall(SYS_alarm, s);
}

int getitimer(int which, struct itimerval *v)
{
	__RETURN(__syscall(SYS_getitimer, which, v));
}

int setitimer(int which, const struct itimerval *v, struct itimerval *old)
{
	__RETURN(__syscall(SYS_setitimer, which, v, old));
}

useconds_t ualarm(useconds_t value, useconds_t interval)
{
	struct itimerval t, old;
	t.it_value.tv_sec = value / 1000000;
	t.it_value.tv_usec = value % 1000000;
	t.it_interval.tv_sec = interval / 1000000;
	t.it_interval.tv_usec = interval % 1000000;
	if (setitimer(ITIMER_REAL, &t, &old) < 0)
		return -1;
	return old.it_value.tv_sec * 1000000 + old.it_value.tv_usec;
}

time_t time(time_t *t)
{
	return __syscall(SYS_time, t);
}

int gettimeofday(struct timeval *tv, void *tz)
{
	if (tz)
		memset(tz, 0, sizeof(struct timezone));
	__RETURN(__syscall(SYS_gettimeofday, tv, 0));
}

int settimeofday(const struct timeval *tv, const struct timezone *tz)
{
	__RETURN(__syscall(SYS_settimeofday, tv, tz));
}

int clock_gettime(clockid_t id, struct timespec *t)
{
	__RETURN(__syscall(SYS_clock_gettime, (long)id, t));
}

int clock_settime(clockid_t id, const struct timespec *t)
{
	__RETURN(__syscall(SYS_clock_settime, (long)id, t));
}

int clock_getres(clockid_t id, struct timespec *t)
{
	__RETURN(__syscall(SYS_clock_getres, (long)id, t));
}

int clock_getcpuclockid(pid_t pid, clockid_t *id)
{
	clockid_t c = ~pid << 3 | 2;
	long r = __syscall(SYS_clock_getres, (long)c, 0);
	if (__FAILED(r))
		return r == -EINVAL ? ESRCH : -r;
	*id = c;
	return 0;
}

int timespec_get(struct timespec *t, int base)
{
	if (base != TIME_UTC)
		return 0;
	clock_gettime(CLOCK_REALTIME, t);
	return base;
}

clock_t clock(void)
{
	struct timespec t;
	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) < 0)
		return -1;
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

clock_t times(struct tms *t)
{
	__RETURN(__syscall(SYS_times, t));
}

int stime(const time_t *t)
{
	struct timespec ts = { *t, 0 };
	return clock_settime(CLOCK_REALTIME, &ts);
}

int adjtime(const struct timeval *delta, struct timeval *old)
{
	(void)delta;
	if (old)
		old->tv_sec = old->tv_usec = 0;
	errno = EPERM;
	return -1;
}
