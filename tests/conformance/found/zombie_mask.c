/* What /proc shows of the signals of a process that has ended, and of one whose first thread has. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sys/syscall.h>
#include <unistd.h>

static void show(const char *what, pid_t p)
{
	char path[64], line[256];
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", p);
	f = fopen(path, "r");
	printf("%s:", what);
	while (f && fgets(line, sizeof line, f))
		if (!strncmp(line, "Sig", 3) && strncmp(line, "SigQ", 4) || !strncmp(line, "Threads", 7) || !strncmp(line, "State", 5)) {
			line[strcspn(line, "\n")] = 0;
			/* The C library uses the first two real-time signals itself, and who started this program may ignore them. */
			if (!strncmp(line, "Sig", 3))
				snprintf(line + 8, sizeof line - 8, "%016llx", strtoull(line + 8, NULL, 16) & ~(3ULL << 31));
			printf(" [%s]", strncmp(line, "SigCgt", 6) ? line : line + 16);
		}
	printf("\n");
	if (f)
		fclose(f);
	snprintf(path, sizeof path, "/proc/%d/stat", p);
	f = fopen(path, "r");
	if (f && fgets(line, sizeof line, f)) {
		char *at = strrchr(line, ')');
		int n = 2;
		for (at = strtok(at, " "); at; at = strtok(NULL, " "), n++)
			if (n == 3 || n >= 31 && n <= 34)
				printf(" %s", at);
		printf("\n");
	}
	if (f)
		fclose(f);
	fflush(stdout);
}
static void on(int s) {}
static void *sleeper(void *p) { sigset_t s; sigemptyset(&s); sigaddset(&s, SIGWINCH); pthread_sigmask(SIG_SETMASK, &s, 0); usleep(100000); return 0; }

int main(void)
{
	for (int how = 0; how < 4; how++) {
		pid_t p = fork();
		siginfo_t si;
		if (p == 0) {
			sigset_t s;
			pthread_t t;
			sigemptyset(&s);
			sigaddset(&s, SIGUSR1);
			sigaddset(&s, SIGRTMIN);
			sigprocmask(SIG_BLOCK, &s, NULL);
			signal(SIGUSR2, SIG_IGN);
			signal(SIGHUP, on);
			if (how == 1) raise(SIGKILL);
			if (how == 2) { sigemptyset(&s); sigaddset(&s, SIGTERM); alarm(1); sigsuspend(&s); }
			if (how == 3) { pthread_create(&t, 0, sleeper, 0); syscall(SYS_exit, 0); }
			exit(0);
		}
		if (how == 3) { usleep(50000); show("leader gone", p); }
		waitid(P_PID, p, &si, WEXITED | WNOWAIT);
		show("zombie", p);
		waitpid(p, NULL, 0);
	}
	return 0;
}
