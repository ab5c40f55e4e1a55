
/* Children that stay, each in a slot: what they do when a signal comes tells their kind. */

enum { ENDS, PAUSES, CATCHES, IGNORES, LEADS, SESSION, PARENT, STOPS };
static int kid[4];

static int slot_of(int pid)
{
	for (int i = 0; i < 4; i++)
		if (pid > 0 && kid[i] == pid)
			return i;
	return pid == 0 ? -2 : pid == getpid() ? -3 : pid == getppid() ? -4 : pid == getpgrp() ? -5 : pid < 0 ? pid : -6;
}

static void caught(int sig)
{
	if (sig == SIGUSR1)
		_exit(40);
}

/* When a child's end is told is open: only that it was is remembered. */
static volatile int told;

static void child_handler(int sig)
{
	told = sig == SIGCHLD;
}

/* Signals the last child that stays. One that has ended without its parent is init's, which buries it sooner or later. */
static void tell_last(int k, int sig)
{
	int n = S->kids, state;
	char path[64];
	if (n < 1 || n >= KIDS)
		return;
	snprintf(path, sizeof path, "/proc/%d/stat", S->kid_pids[n - 1]);
	state = state_of(path);
	if (state == 0 || state == 'Z')
		say("%d: nobody\n", k);
	else
		R(k, kill(S->kid_pids[n - 1], sig));
}

static void kid_main(int kind)
{
	alarm(20);
	/* What its parent caught it does not: it would write into its parent's log. */
	for (int s = 1; s < 65; s++) {
		struct sigaction a;
		if (sigaction(s, 0, &a) == 0 && a.sa_handler != SIG_IGN && a.sa_handler != SIG_DFL)
			signal(s, SIG_DFL);
	}
	switch (kind) {
	case ENDS:
		_exit(5);
	case CATCHES:
		signal(SIGUSR1, caught);
		signal(SIGTERM, caught);
		break;
	case IGNORES:
		signal(SIGTERM, SIG_IGN);
		signal(SIGHUP, SIG_IGN);
		signal(SIGTSTP, SIG_IGN);
		break;
	case LEADS:
		setpgid(0, 0);
		break;
	case SESSION:
		setsid();
		break;
	case PARENT: {
		int p = fork();
		if (p == 0)
			remember(getpid());
		break;
	}
	case STOPS:
		raise(SIGSTOP);
	}
	for (;;)
		pause();
}

static int spawn_kid(int slot, int kind)
{
	int p = fork();
	if (p == 0)
		kid_main(kind);
	if (p > 0)
		remember(p);
	settle(p, 0);
	if (kind == PARENT)
		nap(3000);
	kid[slot] = p;
	return p;
}

/* Until all that were told something have done it. */
static void settle_kids(void)
{
	for (int i = 0; i < 4; i++)
		settle(kid[i], 0);
}

/* The fields of a stat file that do not depend on time or memory. */
static void say_stat(int k, const char *who)
{
	char path[64], text[600], state;
	int fd, n, ppid, pgrp, session, tty, tpgid;
	snprintf(path, sizeof path, "/proc/%s/stat", who);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		say("%d: no stat e%d\n", k, errno);
		return;
	}
	n = read(fd, text, sizeof text - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	if (sscanf(strrchr(text, ')') + 2, "%c %d %d %d %d %d", &state, &ppid, &pgrp, &session, &tty, &tpgid) == 6)
		/* A parent looks now and then whether its child sleeps. */
		say("%d: %c parent %d group %d session %d tty %d %d\n", k, atoi(who) == getppid() ? '?' : state, slot_of(ppid), slot_of(pgrp), session == getsid(0), tty != 0, tpgid);
}

static const char *stat_path(const char *who)
{
	static char path[64];
	snprintf(path, sizeof path, "/proc/%s/stat", who);
	return path;
}

/* Is it one of these words? */
static int listed(const char *words, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = words; (at = strstr(at, word)); at += n)
		if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
			return 1;
	return 0;
}

/* Which of its own two signals a C library catches, and when it begins to, is its own affair. */
static const char *without_own(char *line)
{
	unsigned long set;
	if (sscanf(line, "SigCgt: %lx", &set) == 1)
		sprintf(line, "SigCgt:\t%016lx\n", set & ~0x180000000UL);
	return line;
}

/* Lines of a status file that begin with one of these words. */
static void say_status(int k, const char *who, const char *words)
{
	char path[64], line[200], word[64];
	FILE *f;
	snprintf(path, sizeof path, "/proc/%s/status", who);
	f = fopen(path, "re");
	if (!f) {
		say("%d: no status e%d\n", k, errno);
		return;
	}
	while (fgets(line, sizeof line, f))
		if (sscanf(line, "%63[^:]", word) == 1 && listed(words, word) && (atoi(who) != getppid() || strcmp(word, "State")))
			say("%d: %s", k, without_own(line));
	fclose(f);
}

/* A small file's text, without numbers that differ from run to run if they are to be left out. */
static void say_file(int k, const char *path)
{
	char text[500];
	int fd = open(path, O_RDONLY | O_CLOEXEC), n;
	if (fd < 0) {
		say("%d: %d e%d\n", k, fd, errno);
		return;
	}
	n = read(fd, text, sizeof text - 1);
	close(fd);
	for (int i = 0; i < n; i++)
		if (text[i] == 0)
			text[i] = '~';
	text[n > 0 ? n : 0] = 0;
	say("%d: %d %s\n", k, n, text);
}

/* Where a link of /proc leads: numbers in brackets left out. */
static void say_link(int k, const char *path)
{
	char text[300], *p;
	int n = readlink(path, text, sizeof text - 1);
	if (n < 0) {
		say("%d: %d e%d\n", k, n, errno);
		return;
	}
	text[n] = 0;
	if ((p = strchr(text, '[')))
		strcpy(p, "[]");
	/* Which terminal is free depends on who else has some, and a name of shared memory has a process's number. */
	p = !strncmp(text, "/dev/pts/", 9) ? "/dev/pts" : !strncmp(text, "/dev/shm/", 9) ? "/dev/shm" : strrchr(text, '/');
	say("%d: %s\n", k, p ? p : text);
}

/* A futex in memory that is shared or not. */
static long futex(volatile int *at, int op, int value)
{
	return syscall(SYS_futex, at, op, value, 0, 0, 0);
}

static void say_fdinfo(int k, int fd)
{
	char path[64], line[200];
	FILE *f;
	snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
	f = fopen(path, "re");
	if (!f) {
		say("%d: no fdinfo e%d\n", k, errno);
		return;
	}
	while (fgets(line, sizeof line, f))
		if (!strncmp(line, "pos", 3) || !strncmp(line, "flags", 5) || !strncmp(line, "eventfd-count", 13))
			say("%d: %s", k, line);
	fclose(f);
}
