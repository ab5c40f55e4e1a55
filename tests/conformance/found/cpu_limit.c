/* RLIMIT_CPU: SIGXCPU at the soft limit, which is then a second more, SIGKILL at the hard one; a limit of nothing is reached at once. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int caught;

static void handler(int sig, siginfo_t *info, void *context)
{
	(void)context;
	caught = sig * 1000 + info->si_code;
}

static void run(const char *what, struct rlimit limit, int catches)
{
	int status, p;
	printf("%s\n", what);
	fflush(stdout);
	p = fork();
	if (p == 0) {
		struct sigaction a = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO };
		if (catches)
			sigaction(SIGXCPU, &a, 0);
		if (setrlimit(RLIMIT_CPU, &limit) < 0)
			printf("  setrlimit: %s\n", strerror(errno));
		while (!caught)
			;
		getrlimit(RLIMIT_CPU, &limit);
		printf("  caught %d, the soft limit is %ld now\n", caught, (long)limit.rlim_cur);
		fflush(stdout);
		_exit(0);
	}
	waitpid(p, &status, 0);
	if (WIFSIGNALED(status))
		printf("  %s\n", strsignal(WTERMSIG(status)));
	else
		printf("  exit %d\n", WEXITSTATUS(status));
}

int main(void)
{
	run("nothing, dies of it", (struct rlimit){ 0, 5 }, 0);
	run("nothing, catches it", (struct rlimit){ 0, 5 }, 1);
	run("nothing at all", (struct rlimit){ 0, 0 }, 1);
	run("without a hard limit", (struct rlimit){ 0, RLIM_INFINITY }, 1);
	return 0;
}
