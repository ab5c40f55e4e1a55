/* Clocks and timers of CPU time: clock_getcpuclockid(3), timer_create(2), clock(3). */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t fired;

static void handler(int sig)
{
	fired++;
}

static long ms(clockid_t clock)
{
	struct timespec t;
	if (clock_gettime(clock, &t) < 0)
		return -errno;
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int main(void)
{
	struct sigevent event;
	struct itimerspec setting = { { 0, 0 }, { 0, 20000000 } }, left;
	clockid_t mine, thread, child_clock;
	timer_t timer;
	pid_t child;
	long before;

	signal(SIGRTMIN, handler);
	memset(&event, 0, sizeof event);
	event.sigev_notify = SIGEV_SIGNAL;
	event.sigev_signo = SIGRTMIN;
	printf("create %d\n", timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &timer));
	before = ms(CLOCK_PROCESS_CPUTIME_ID);
	timer_settime(timer, 0, &setting, 0);
	usleep(100000);
	printf("asleep: fired %d\n", (int)fired);
	timer_gettime(timer, &left);
	printf("left %d\n", left.it_value.tv_nsec > 0);
	while (!fired)
		;
	printf("fired %d after enough %d\n", (int)fired, ms(CLOCK_PROCESS_CPUTIME_ID) - before >= 19);
	timer_gettime(timer, &left);
	printf("left %ld\n", left.it_value.tv_nsec);

	setting.it_interval = setting.it_value;
	timer_settime(timer, 0, &setting, 0);
	while (fired < 4)
		;
	printf("periodic %d\n", (int)fired >= 4);
	printf("delete %d\n", timer_delete(timer));

	printf("thread %d\n", timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer));
	fired = 0;
	setting.it_interval.tv_nsec = 0;
	timer_settime(timer, 0, &setting, 0);
	while (!fired)
		;
	puts("fired");

	clock_getcpuclockid(0, &mine);
	printf("own %d\n", ms(mine) >= 60);
	pthread_getcpuclockid(pthread_self(), &thread);
	printf("thread %d\n", ms(thread) >= 60);
	printf("clock %d\n", clock() >= 60000);
	child = fork();
	if (child == 0)
		for (;;)
			pause();
	printf("child %d", clock_getcpuclockid(child, &child_clock));
	printf(" %d\n", ms(child_clock) >= 0 && ms(child_clock) < 1000);
	kill(child, SIGKILL);
	wait(0);
	printf("none %s\n", strerror(clock_getcpuclockid(child, &child_clock)));
	printf("sleep %s\n", strerror(clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &setting.it_value, 0)));
	return 0;
}
