#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <poll.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LOGS = 12, ROOM = 8000, FDS = 8, IDS = 3 };

static struct shared {
	int length[LOGS], ids[3][IDS];
	char log[LOGS][ROOM];
	sem_t sem[2];
	volatile int cell[4];
} *S;

static int me, f[FDS], children[LOGS], status;
static char b[200000], *mem[2];
static struct stat st;
static sigset_t set, old;
static struct pollfd pfd[4];
static struct { long type; char text[9000]; } m;
static mqd_t mq[2];

/* Logs into the process's own buffer. */
static void say(const char *format, ...)
{
	va_list ap;
	int room = ROOM - S->length[me], n;
	va_start(ap, format);
	n = vsnprintf(S->log[me] + S->length[me], room, format, ap);
	va_end(ap);
	S->length[me] += n < room ? n : room - 1;
}

/* A call's result and errno under the statement's number. */
#define R(k, call) do { errno = 0; long result_ = (long)(call); if (result_ < 0) say("%d: %ld e%d\n", k, result_, errno); else say("%d: %ld\n", k, result_); } while (0)
/* A call that gives 0 or an error; what it gives otherwise (addresses, ids) is not printed. */
#define Z(k, call) do { errno = 0; long result_ = (long)(call); if (result_ == -1) say("%d: -1 e%d\n", k, errno); else say("%d: ok\n", k); } while (0)
/* A call that reads into b: the bytes as well. */
#define G(k, call) do { errno = 0; memset(b, 0, 64); long result_ = (long)(call); if (result_ < 0) say("%d: %ld e%d\n", k, result_, errno); else say("%d: %ld %.12s %d\n", k, result_, b, sum(result_)); } while (0)
/* Only if it would not block. */
#define IF_READY(k, fd, what, rest) do { struct pollfd p_ = { fd, what, 0 }; int n_ = poll(&p_, 1, 0); if (n_ != 0) { rest; } else say("%d: would block\n", k); } while (0)

static int sum(long n)
{
	unsigned int s = 0;
	for (long i = 0; i < n && i < (long)sizeof b; i++)
		s = s * 31 + (unsigned char)b[i];
	return s % 1000;
}

static void fill(int c, int n)
{
	for (int i = 0; i < n && i < (int)sizeof b; i++)
		b[i] = 'a' + (c + i) % 26;
}

static void show_status(int k, int s)
{
	if (WIFEXITED(s))
		say("%d: exit %d\n", k, WEXITSTATUS(s));
	else if (WIFSIGNALED(s))
		say("%d: signal %d\n", k, WTERMSIG(s));
	else if (WIFSTOPPED(s))
		say("%d: stopped %d\n", k, WSTOPSIG(s));
	else
		say("%d: continued\n", k);
}

static void handler(int sig)
{
	say("[%d]", sig);
}

static void info_handler(int sig, siginfo_t *info, void *context)
{
	(void)context;
	say("[%d code %d value %d]", sig, info->si_code, info->si_code == SI_QUEUE ? info->si_value.sival_int : 0);
}

static int start_child(int n)
{
	int p = fork();
	if (p != 0) {
		children[n] = p;
		return 0;
	}
	me = n;
	memset(children, 0, sizeof children);
	return 1;
}

#define CHILD(n) start_child(n)
#define END() _exit(0)

static void print_log(int n)
{
	say("{%.*s}\n", S->length[n], S->log[n]);
	S->length[n] = 0;
}

/* Waits for the child's end. What it was told already does not count: a stop, or another wait that took it. */
static void JOIN(int n)
{
	int s = 0, r;
	if (children[n] <= 0)
		return;
	do
		r = waitpid(children[n], &s, 0);
	while (r < 0 && errno == EINTR);
	print_log(n);
	if (r > 0)
		show_status(1000 + n, s);
	children[n] = 0;
}

/* Until the child sleeps, has stopped or has ended. */
static void SETTLE(int n)
{
	char path[64], text[400];
	int calm = 0, tries;
	if (children[n] <= 0)
		return;
	snprintf(path, sizeof path, "/proc/%d/stat", children[n]);
	for (tries = 0; tries < 400 && calm < 8; tries++) {
		int fd = open(path, O_RDONLY | O_CLOEXEC), got;
		char *p;
		struct timespec t = { 0, 300000 };
		if (fd < 0) {
			t.tv_nsec = 5000000;
			nanosleep(&t, 0);
			break;
		}
		got = read(fd, text, sizeof text - 1);
		close(fd);
		text[got > 0 ? got : 0] = 0;
		p = strrchr(text, ')');
		if (p && (p[2] == 'S' || p[2] == 'T' || p[2] == 'Z'))
			calm++;
		else
			calm = 0;
		nanosleep(&t, 0);
	}
}

/* The child, if it has not ended by now, is ended. */
static void STOP(int n)
{
	if (children[n] <= 0)
		return;
	SETTLE(n);
	kill(children[n], SIGKILL);
	JOIN(n);
}

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

static void setup(void)
{
	/* Whoever runs the tests may have descriptors open. */
	close_range(3, ~0U, 0);
	S = mmap(0, sizeof *S, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void run(int n, void (*test)(void))
{
	char dir[32];
	int i, s, p;
	memset(S, 0, sizeof *S);
	memset(S->ids, -1, sizeof S->ids);
	snprintf(dir, sizeof dir, "c%d", n);
	mkdir(dir, 0777);
	fflush(stdout);
	p = fork();
	if (p == 0) {
		struct itimerval limit = { { 0, 0 }, { 1, 0 } };
		setpgid(0, 0);
		if (chdir(dir))
			_exit(99);
		memset(f, -1, sizeof f);
		mq[0] = mq[1] = -1;
		sem_init(&S->sem[0], 1, 0);
		sem_init(&S->sem[1], 1, 1);
		setitimer(ITIMER_REAL, &limit, 0);
		test();
		_exit(0);
	}
	while (waitpid(p, &s, 0) < 0)
		;
	kill(-p, SIGKILL);
	printf("== %d\n%.*s", n, S->length[0], S->log[0]);
	for (i = 1; i < LOGS; i++)
		if (S->length[i])
			printf("{%d %.*s}\n", i, S->length[i], S->log[i]);
	printf("status %d\n", WIFEXITED(s) ? WEXITSTATUS(s) : 1000 + WTERMSIG(s));
	for (i = 0; i < 3 * IDS; i++)
		forget(i / IDS, i % IDS);
}

