
/* exec: this program again, which says what it has come with. */

extern char **environ;

static int report(int argc, char **argv)
{
	sigset_t now, waiting;
	char cwd[200], *p;
	int i;
	sigprocmask(SIG_BLOCK, 0, &now);
	sigpending(&waiting);
	printf("args");
	for (i = 2; i < argc; i++)
		printf(" %s", argv[i]);
	printf("; env");
	for (i = 0; environ[i] && i < 20; i++)
		if (!strncmp(environ[i], "X=", 2) || !strncmp(environ[i], "Y=", 2))
			printf(" %s", environ[i]);
	printf("; blocked");
	for (i = 1; i < 65; i++)
		if (sigismember(&now, i) == 1)
			printf(" %d", i);
	printf("; pending");
	for (i = 1; i < 65; i++)
		if (sigismember(&waiting, i) == 1)
			printf(" %d", i);
	printf("; set");
	for (i = 1; i < 65; i++) {
		struct sigaction a;
		/* Some shells set SIGCHLD back for what they run. */
		if (i != SIGCHLD && sigaction(i, 0, &a) == 0 && a.sa_handler != SIG_DFL)
			printf(" %d%s", i, a.sa_handler == SIG_IGN ? "i" : "c");
	}
	printf("; open");
	for (i = 3; i < 20; i++)
		if (fcntl(i, F_GETFD) >= 0)
			printf(" %d:%d:%x", i, fcntl(i, F_GETFD), fcntl(i, F_GETFL));
	p = getcwd(cwd, sizeof cwd) ? strrchr(cwd, '/') : "?";
	printf("; umask %o; in %s; leader %d session %d; alarm %d\n", umask(0), p, getpgrp() == getpid(), getsid(0) == getpid(), alarm(0) > 0);
	fflush(stdout);
	return argc > 2 ? atoi(argv[2]) : 0;
}

/* A child whose standard output is logged, and how it ended: `if (BEGIN_LOGGED) { ... } END_LOGGED(k);` */
static int logged_pid, logged_pipe[2];

/* What runs while we wait for it counts as time that passes. */
static long busy(long result)
{
	S->napping[me]--;
	return result;
}
#define BUSY(call) (S->napping[me]++, busy((long)(call)))

static int begin_logged(void)
{
	logged_pid = -1;
	if (pipe2(logged_pipe, O_CLOEXEC) < 0)
		return 0;
	logged_pid = fork();
	if (logged_pid == 0)
		dup2(logged_pipe[1], 1);
	return logged_pid == 0;
}

static void end_asleep(int k)
{
	int n, all = 0;
	if (logged_pid == 0) {
		dprintf(1, "exec e%d\n", errno);
		_exit(90);
	}
	if (logged_pid < 0) {
		say("%d: no child e%d\n", k, errno);
		return;
	}
	close(logged_pipe[1]);
	while (all < 2000 && ((n = read(logged_pipe[0], b + all, 2000 - all)) > 0 || (n < 0 && errno == EINTR)))
		all += n > 0 ? n : 0;
	close(logged_pipe[0]);
	while ((n = waitpid(logged_pid, &status, 0)) < 0 && errno == EINTR)
		;
	say("%d: %.*s", k, all, b);
	show_status(k, n < 0 ? 0 : status);
}

static void end_logged(int k)
{
	int parent = logged_pid > 0;
	S->napping[me] += parent;
	end_asleep(k);
	S->napping[me] -= parent;
}
