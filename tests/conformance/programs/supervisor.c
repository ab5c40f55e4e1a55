/* A supervisor: starts workers, watches SIGCHLD by signalfd, restarts those that crash, gives up after three. */
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>
struct worker { const char *name; int mode, restarts; pid_t pid; int done; } workers[] = {
	{ "steady", 0 }, { "crasher", 1 }, { "quitter", 2 }, { "stopper", 3 },
};
static void start(struct worker *w)
{
	w->pid = fork();
	if (w->pid) return;
	sigset_t none; sigemptyset(&none); sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	switch (w->mode) {
	case 0: usleep(300000); _exit(0);
	case 1: usleep(20000); abort();
	case 2: usleep(30000 + w->restarts * 10000); _exit(5);
	case 3: usleep(10000); raise(SIGSTOP); usleep(20000); _exit(0);
	}
}
int main(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	int sfd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	int tfd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	struct itimerspec its = { .it_value = { 2, 0 } };
	timerfd_settime(tfd, 0, &its, NULL);
	int counts[4][4] = { 0 }, left = 4;
	for (int i = 0; i < 4; i++) start(&workers[i]);
	while (left > 0) {
		struct pollfd p[2] = { { sfd, POLLIN, 0 }, { tfd, POLLIN, 0 } };
		poll(p, 2, -1);
		if (p[1].revents) { puts("timed out"); break; }
		struct signalfd_siginfo si;
		while (read(sfd, &si, sizeof si) == sizeof si) ;
		int st;
		pid_t pid;
		while ((pid = waitpid(-1, &st, WNOHANG | WUNTRACED | WCONTINUED)) > 0) {
			int i = 0;
			while (i < 4 && workers[i].pid != pid) i++;
			struct worker *w = &workers[i];
			if (WIFSTOPPED(st)) { counts[i][2]++; kill(pid, SIGCONT); continue; }
			if (WIFCONTINUED(st)) { counts[i][3]++; continue; }
			if (WIFEXITED(st)) counts[i][0]++; else counts[i][1]++;
			if (!(WIFEXITED(st) && WEXITSTATUS(st) == 0) && w->restarts < 3) { w->restarts++; start(w); }
			else { w->done = 1; left--; }
		}
	}
	for (int i = 0; i < 4; i++)
		printf("%-8s exits %d, kills %d, stops %d, continues %d, restarts %d, %s\n", workers[i].name, counts[i][0], counts[i][1], counts[i][2], counts[i][3], workers[i].restarts, workers[i].done ? "done" : "left");
	return 0;
}
