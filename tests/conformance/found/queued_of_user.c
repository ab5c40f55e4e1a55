// conformance: root
/* The signals that a user's processes have queued are counted together: SigQ of /proc/PID/status, RLIMIT_SIGPENDING. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int queued(void)
{
	char line[256];
	int n = -1;
	FILE *f = fopen("/proc/self/status", "r");

	while (fgets(line, sizeof line, f))
		sscanf(line, "SigQ: %d", &n);
	fclose(f);
	return n;
}

static void show(const char *what)
{
	printf("%-30s %d\n", what, queued());
	fflush(stdout);
}

int main(void)
{
	sigset_t all;
	union sigval value = { 7 };
	struct rlimit limit = { 6, 6 };
	struct sigevent none = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	timer_t timer;
	pid_t child;
	siginfo_t info;
	int go[2], n;
	char c;

	setuid(54321);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	show("nothing");
	raise(SIGUSR1);
	raise(SIGUSR1);
	show("a standard one twice");
	sigqueue(getpid(), SIGRTMIN, value);
	sigqueue(getpid(), SIGRTMIN, value);
	show("two real-time ones");
	timer_create(CLOCK_MONOTONIC, &none, &timer);
	show("a timer");

	pipe(go);
	child = fork();
	if (child == 0) {
		close(go[1]);
		read(go[0], &c, 1);
		_exit(0);
	}
	sigqueue(child, SIGRTMIN + 1, value);
	show("one for the child");
	setrlimit(RLIMIT_SIGPENDING, &limit);
	n = sigqueue(getpid(), SIGRTMIN, value);
	printf("one more: %d\n", n);
	n = sigqueue(getpid(), SIGRTMIN, value);
	printf("over the limit: %d %s\n", n, n < 0 && errno == EAGAIN ? "EAGAIN" : "");
	n = timer_create(CLOCK_MONOTONIC, &none, &timer);
	printf("a timer over the limit: %d %s\n", n, n < 0 && errno == EAGAIN ? "EAGAIN" : "");
	n = kill(getpid(), SIGUSR2);
	printf("kill over the limit: %d\n", n);
	show("kill");
	write(go[1], "x", 1);
	waitid(P_PID, child, &info, WEXITED | WNOWAIT);
	show("child is a zombie");
	waitpid(child, NULL, 0);
	show("child is gone");
	sigwaitinfo(&all, &info);
	show("one taken");
	timer_delete(timer);
	show("timer deleted");
	signal(SIGUSR2, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	show("others ignored");
	return 0;
}
