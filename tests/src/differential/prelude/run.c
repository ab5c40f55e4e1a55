/* Removes the object of System V IPC in this slot: they outlive whoever made them. */
static void forget(int kind, int n)
{
	int id = S->ids[kind][n];
	S->ids[kind][n] = -1;
	if (id < 0)
		return;
	if (kind == 0)
		msgctl(id, IPC_RMID, 0);
	else if (kind == 1)
		semctl(id, 0, IPC_RMID);
	else
		shmctl(id, IPC_RMID, 0);
}

/* How the case ended. It may take a second of its own, in which nobody naps, and five in all. */
static int await(int pid)
{
	int s = 0, r, own = 0, napping, i, step;
	for (int all = 0; (r = waitpid(pid, &s, WNOHANG | WUNTRACED)) == 0 || WIFSTOPPED(s); all += step) {
		if (r > 0 || own > 1000 || all > 5000)
			kill(pid, SIGKILL);
		for (napping = i = 0; i < LOGS; i++)
			napping |= S->napping[i] > 0;
		step = all < 20 ? 1 : 5;
		own += napping ? 0 : step;
		usleep(step * 1000);
	}
	return s;
}

/* The folder of all cases, which one may have closed to all others. */
static char home[300];

static void setup(void)
{
	getcwd(home, sizeof home);
	stat(".", &home_st);
	/* Whoever runs the tests may have descriptors open. */
	close_range(3, ~0U, 0);
	setenv("CASES", "run", 1);
	signal(SIGCHLD, SIG_DFL);
}

static void run(int n, void (*test)(void))
{
	char dir[32];
	int i, s, p;
	/* Afresh: whoever a case leaves behind must not write into the next one's. */
	S = mmap(0, sizeof *S, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	memset(S->ids, -1, sizeof S->ids);
	snprintf(dir, sizeof dir, "c%d", n);
	chmod(home, home_st.st_mode & 07777);
	mkdir(dir, 0777);
	fflush(stdout);
	p = fork();
	if (p == 0) {
		setpgid(0, 0);
		/* Whoever is left behind must not keep our output open. */
		i = open("/dev/null", O_RDWR);
		dup2(i, 1);
		close(i);
		if (chdir(dir))
			_exit(99);
		memset(f, -1, sizeof f);
		mq[0] = mq[1] = -1;
		sem_init(&S->sem[0], 1, 0);
		sem_init(&S->sem[1], 1, 1);
		test();
		_exit(0);
	}
	s = await(p);
	kill(-p, SIGKILL);
	for (i = 0; i < KIDS; i++)
		if (S->kid_pids[i])
			kill(S->kid_pids[i], SIGKILL);
	for (i = 0; i < LOGS; i++)
		if (S->child_pids[i])
			kill(S->child_pids[i], SIGKILL);
	printf("== %d\n%.*s", n, S->length[0], S->log[0]);
	for (i = 1; i < LOGS; i++)
		if (S->length[i])
			printf("{%d %.*s}\n", i, S->length[i], S->log[i]);
	printf("status %d\n", WIFEXITED(s) ? WEXITSTATUS(s) : 1000 + WTERMSIG(s));
	for (i = 0; i < 3 * IDS; i++)
		forget(i / IDS, i % IDS);
	munmap(S, sizeof *S);
}

