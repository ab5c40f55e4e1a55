/* Signals that a process leaves pending when it ends, the fatal one among them, are shown until it is waited for. */
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static void show(const char *what, pid_t p)
{
	char path[64], line[256];
	snprintf(path, sizeof path, "/proc/%d/status", p);
	FILE *f = fopen(path, "r");
	printf("%s:", what);
	while (f && fgets(line, sizeof line, f))
		if (!strncmp(line, "SigPnd", 6) || !strncmp(line, "ShdPnd", 6) || !strncmp(line, "State", 5)) {
			line[strcspn(line, "\n")] = 0;
			printf(" [%s]", line);
		}
	printf("\n");
	fflush(stdout);
	if (f) fclose(f);
}
static void one(const char *what, int sig, int how)
{
	pid_t p = fork();
	if (p == 0) {
		if (how == 1) kill(getpid(), sig);
		if (how == 2) raise(sig);
		if (how == 3) abort();
		if (how == 4) { alarm(1); }
		if (how == 5) _exit(3);
		if (how == 6) { sigset_t s; sigfillset(&s); sigprocmask(SIG_BLOCK, &s, 0); kill(getpid(), SIGUSR1); kill(getpid(), SIGTERM); raise(SIGUSR2); sigdelset(&s, SIGTERM); sigprocmask(SIG_SETMASK, &s, 0);}
		if (how == 7) { *(volatile int *)0 = 1; }
		for (;;) pause();
	}
	usleep(20000);
	if (how == 0) kill(p, sig);
	siginfo_t si;
	waitid(P_PID, p, &si, WEXITED | WNOWAIT);
	show(what, p);
	waitpid(p, 0, 0);
}
int main(void)
{
	one("kill TERM", SIGTERM, 0);
	one("kill KILL", SIGKILL, 0);
	one("kill QUIT", SIGQUIT, 0);
	one("self kill TERM", SIGTERM, 1);
	one("raise TERM", SIGTERM, 2);
	one("abort", 0, 3);
	one("alarm", 0, 4);
	one("exit", 0, 5);
	one("blocked then TERM", 0, 6);
	one("segv", 0, 7);
	one("kill RT", SIGRTMIN, 0);
	return 0;
}
