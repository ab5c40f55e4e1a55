/* Signal wrappers: handlers, masks, waiting, values, jumps, timers. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <time.h>
#include <sys/time.h>
#include <sys/wait.h>

static volatile sig_atomic_t count;
static sigjmp_buf jump;
static jmp_buf plain;

static void show(const char *what, long r)
{
	printf("%s: %ld", what, r);
	if (r < 0)
		printf(" %s", strerror(errno));
	printf("\n");
}

static void handler(int s)
{
	count += s;
}

static void info(int s, siginfo_t *si, void *ctx)
{
	printf("info %d code %d self %d value %d ctx %d\n", s, si->si_code, si->si_pid == getpid(), si->si_code == SI_QUEUE ? si->si_int : 0, ctx != NULL);
}

static void jumper(int s)
{
	siglongjmp(jump, s);
}

static int blocked(int s)
{
	sigset_t now;
	sigprocmask(SIG_BLOCK, NULL, &now);
	return sigismember(&now, s);
}

static void deeper(int n)
{
	if (n == 0)
		longjmp(plain, 0);
	deeper(n - 1);
}

int main(void)
{
	struct sigaction sa, old;
	sigset_t set, saved;
	siginfo_t si;
	struct timespec ts = { 0, 1000000 }, left;
	struct itimerval it = { { 0, 0 }, { 0, 2000 } };
	struct itimerspec its = { { 0, 0 }, { 0, 1000000 } };
	struct sigevent ev;
	timer_t timer;
	int i, s, v;
	show("signal", signal(SIGUSR1, handler) == SIG_DFL);
	show("raise", raise(SIGUSR1));
	show("count", count);
	show("previous", signal(SIGUSR1, SIG_IGN) == handler);
	sigaction(SIGUSR1, NULL, &old);
	printf("%x %d\n", old.sa_flags & ~0x04000000, sigismember(&old.sa_mask, SIGUSR1));
	show("kill9", sigaction(SIGKILL, &old, NULL));
	show("sig0", sigaction(0, NULL, &old));
	show("sig32", sigaction(32, NULL, &old));
	show("err", signal(SIGSTOP, handler) == SIG_ERR ? -1 : 0);
	sigfillset(&set);
	printf("%d %d %d %d\n", sigismember(&set, SIGINT), sigismember(&set, 32), sigismember(&set, 64), sigismember(&set, 65));
	show("add", sigaddset(&set, 0));
	show("del", sigdelset(&set, 65));
	show("bad how", sigprocmask(99, &set, NULL));
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGRTMIN);
	show("block", sigprocmask(SIG_BLOCK, &set, &saved));
	memset(&sa, 0, sizeof sa);
	sa.sa_sigaction = info;
	sa.sa_flags = SA_SIGINFO;
	sigaction(SIGUSR2, &sa, NULL);
	sigaction(SIGRTMIN, &sa, NULL);
	kill(getpid(), SIGUSR2);
	for (i = 1; i <= 3; i++)
		sigqueue(getpid(), SIGRTMIN, (union sigval){ .sival_int = i });
	sigpending(&set);
	printf("%d %d\n", sigismember(&set, SIGUSR2), sigismember(&set, SIGRTMIN));
	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	show("waitinfo", sigwaitinfo(&set, &si));
	printf("%d %d\n", si.si_code == SI_QUEUE, si.si_int);
	show("sigwait", sigwait(&set, &s));
	printf("%d\n", s);
	show("unblock", sigprocmask(SIG_SETMASK, &saved, NULL));
	sigprocmask(SIG_BLOCK, &set, NULL);
	show("timedwait", sigtimedwait(&set, &si, &ts));
	show("handler", signal(SIGALRM, handler) == SIG_DFL);
	count = 0;
	setitimer(ITIMER_REAL, &it, NULL);
	show("pause", pause());
	show("alarm", count);
	alarm(100);
	show("alarm left", alarm(0));
	sa.sa_handler = handler;
	sa.sa_flags = 0;
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &it, NULL);
	ts.tv_sec = 5;
	show("nanosleep", nanosleep(&ts, &left));
	printf("%d\n", left.tv_sec >= 4);
	setitimer(ITIMER_REAL, &it, NULL);
	show("sleep", sleep(7));
	show("usleep", usleep(1000));
	show("bad", nanosleep(&(struct timespec){ 0, 2000000000 }, NULL));
	show("clock", clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){ 0, 1000 }, NULL));
	memset(&ev, 0, sizeof ev);
	ev.sigev_notify = SIGEV_SIGNAL;
	ev.sigev_signo = SIGALRM;
	show("timer_create", timer_create(CLOCK_REALTIME, &ev, &timer));
	count = 0;
	show("settime", timer_settime(timer, 0, &its, NULL));
	while (!count)
		pause();
	show("overrun", timer_getoverrun(timer));
	show("delete", timer_delete(timer));
	signal(SIGUSR1, jumper);
	v = sigsetjmp(jump, 1);
	printf("sigsetjmp %d blocked %d\n", v, blocked(SIGUSR1));
	if (v == 0)
		raise(SIGUSR1);
	v = sigsetjmp(jump, 0);
	printf("sigsetjmp %d blocked %d\n", v, blocked(SIGUSR1));
	if (v == 0)
		raise(SIGUSR1);
	sigemptyset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
	v = setjmp(plain);
	printf("setjmp %d\n", v);
	if (v == 0)
		deeper(5);
	show("hold", sighold(SIGUSR2));
	printf("%d\n", blocked(SIGUSR2));
	show("relse", sigrelse(SIGUSR2));
	show("sigset", sigset(SIGUSR2, SIG_HOLD) == SIG_HOLD);
	show("siginterrupt", siginterrupt(SIGUSR2, 1));
	show("killpg", killpg(-5, 0));
	show("kill", kill(-2147483647 - 1, 0));
	stack_t st = { malloc(SIGSTKSZ), 0, SIGSTKSZ }, ost;
	show("altstack", sigaltstack(&st, NULL));
	show("altstack", sigaltstack(NULL, &ost));
	printf("%d %d\n", ost.ss_sp == st.ss_sp, ost.ss_flags);
	fflush(stdout);
	for (i = 0; i < 2; i++) {
		if (fork() == 0) {
			signal(SIGABRT, i ? handler : SIG_IGN);
			sigfillset(&set);
			sigprocmask(SIG_SETMASK, &set, NULL);
			abort();
		}
		wait(&v);
		printf("abort %d\n", WTERMSIG(v));
	}
	waitid(P_ALL, 0, &si, WEXITED);
	printf("%s\n", strerror(errno));
	if (fork() == 0)
		_exit(12);
	memset(&si, 0, sizeof si);
	show("waitid", waitid(P_ALL, 0, &si, WEXITED));
	printf("%d %d %d\n", si.si_code == CLD_EXITED, si.si_status, si.si_signo == SIGCHLD);
	si.si_pid = 7;
	psiginfo(&si, "note");
	return 0;
}
