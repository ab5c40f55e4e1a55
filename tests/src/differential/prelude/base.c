#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
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
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#ifndef TIOCSIG
#define TIOCSIG 0x40045436
#endif
enum { LOGS = 12, ROOM = 8000, FDS = 8, IDS = 3, KIDS = 24 };

static struct shared {
	int length[LOGS], ids[3][IDS];
	char log[LOGS][ROOM];
	sem_t sem[2];
	volatile int cell[4];
	volatile int napping[LOGS];
	int grandchildren[LOGS];
	int port[3], kids, kid_pids[KIDS], child_pids[LOGS];
} *S;

static int f[FDS], children[LOGS], status;
static char b[200000], *mem[2];
static struct stat st, home_st;
static sigset_t set, old;
static struct pollfd pfd[4];
static struct { long type; char text[9000]; } m;
static mqd_t mq[2];

static int me;

/* A thread that is told what to do logs here. */
static __thread struct note { int length; char text[400]; } *note;

/* Where a slot's memory is mapped. */
#define AT(n) ((void *)(0x200000000L + (n) * 0x1000000L))

/* What is mapped in a slot, if at a place of our choice: what lies beyond it is ours too. */
static char *own(int n)
{
	return mem[n] && (mem[n] < (char *)AT(0) || mem[n] >= (char *)AT(8)) ? (char *)AT(8) : mem[n];
}

/* Logs into the process's own buffer. */
static void say(const char *format, ...)
{
	va_list ap;
	int *length = note ? &note->length : &S->length[me];
	int room = (note ? (int)sizeof note->text : ROOM) - *length, n;
	va_start(ap, format);
	n = vsnprintf((note ? note->text : S->log[me]) + *length, room, format, ap);
	va_end(ap);
	*length += n < room ? n : room - 1;
}

/* Sleeps so long; 1 if that took no longer than asked for. */
static int nap_once(int us)
{
	struct timespec t = { us / 1000000, us % 1000000 * 1000 }, from, to;
	clock_gettime(CLOCK_MONOTONIC, &from);
	S->napping[me]++;
	while (nanosleep(&t, &t) < 0)
		;
	S->napping[me]--;
	clock_gettime(CLOCK_MONOTONIC, &to);
	return (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000 < us + 600;
}

/* Time for what goes on without us: packets, a terminal's input. On a busy machine that comes late, as we do. */
static void nap(int us)
{
	int late = !nap_once(us);
	for (int tries = 0, calm = 0; late && tries < 40 && calm < 3; tries++)
		calm = nap_once(500) ? calm + 1 : 0;
}

/* A call's result and errno under the statement's number. */
#define R(k, call) do { errno = 0; long result_ = (long)(call); if (result_ < 0) say("%d: %ld e%d\n", k, result_, errno); else say("%d: %ld\n", k, result_); } while (0)
/* A call that gives 0 or an error; what it gives otherwise (addresses, ids) is not printed. */
#define Z(k, call) do { errno = 0; long result_ = (long)(call); if (result_ == -1) say("%d: -1 e%d\n", k, errno); else say("%d: ok\n", k); } while (0)
/* A call that reads into b: the bytes as well. */
#define G(k, call) do { errno = 0; memset(b, 0, 64); long result_ = (long)(call); if (result_ < 0) say("%d: %ld e%d\n", k, result_, errno); else say("%d: %ld %.12s %d\n", k, result_, b, sum(result_)); } while (0)
/* A write; one to a terminal has its effect a little later. */
#define WRITE(k, fd, n) do { R(k, write(fd, b, room(fd, n))); calm_terminal(fd); } while (0)
/* Only if it would not block. */
#define IF_READY(k, fd, what, rest) do { struct pollfd p_ = { fd, what, 0 }; int n_ = poll(&p_, 1, 0); if (n_ != 0) { rest; } else say("%d: would block\n", k); } while (0)

/* Not a TCP socket, which Linux can map. */
static int no_tcp(int fd)
{
	int type = 0, domain = 0;
	socklen_t n = sizeof type;
	getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &n);
	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &n);
	return type == SOCK_STREAM && domain == AF_INET ? -1 : fd;
}

/* As many bytes as a terminal surely has room for: how many more depends on how fast Linux moves them on. And as many as a
 * TCP connection surely brings to the other side at once, whatever its window. */
static int room(int fd, int n)
{
	return n > 1500 && isatty(fd) ? 1500 : n > 20000 && no_tcp(fd) < 0 ? 20000 : n;
}

/* Where the bytes of a call that asks for too many are: memory ends soon after, on every machine. */
static char *source(long n)
{
	static char *edge;
	if (n >= 0 && n <= (long)sizeof b)
		return b;
	if (!edge) {
		edge = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		mprotect(edge + 4096, 4096, PROT_NONE);
	}
	return edge + 4090;
}

static void calm_terminal(int fd)
{
	int was = errno;
	/* Both sides: who looks for input makes Linux bring it at once, unless there is some already. */
	if (isatty(fd)) {
		poll((struct pollfd[]){ { f[0], POLLIN, 0 }, { f[1], POLLIN, 0 }, { fd, POLLIN, 0 } }, 3, 0);
		nap(4000);
	}
	errno = was;
}

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

static timer_t timers[2];

static void timer_handler(int sig, siginfo_t *info, void *context)
{
	(void)context;
	say("[%d code %d value %d]", sig, info->si_code, info->si_code == SI_TIMER && sig != SIGALRM ? info->si_value.sival_int : 0);
}

/* Remembers a process that is to be ended when the case is over. */
static void remember(int pid)
{
	int n = __sync_fetch_and_add(&S->kids, 1);
	if (n < KIDS)
		S->kid_pids[n] = pid;
}

static int start_child(int n)
{
	int p = fork();
	if (p != 0) {
		children[n] = p;
		return 0;
	}
	me = n;
	S->child_pids[n] = getpid();
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

/* The state of a task by its stat file; 0 if there is none. */
static int state_of(const char *path)
{
	char text[400], *p;
	int fd = open(path, O_RDONLY | O_CLOEXEC), got;
	if (fd < 0)
		return 0;
	got = read(fd, text, sizeof text - 1);
	close(fd);
	text[got > 0 ? got : 0] = 0;
	p = strrchr(text, ')');
	return p ? p[2] : 0;
}

/* Until the process sleeps, has stopped or has ended; who naps will go on by itself. */
static void settle(int pid, volatile int *napping)
{
	char path[64];
	int calm = 0, tries = 0, all, state;
	if (pid <= 0)
		return;
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	for (all = 0; all < 4000 && tries < 400 && calm < 8; all++) {
		if ((state = state_of(path)) == 0) {
			nap(5000);
			break;
		}
		/* Who is in D does something that ends by itself, unless it is known to wait for a child of vfork. */
		calm = state == 'T' || state == 'Z' || (state == 'S' && (!napping || !*napping)) || (state == 'D' && napping && *napping < 0) ? calm + 1 : 0;
		tries += state != 'D' && (!napping || !*napping);
		/* On a busy machine what is to go on may not have been let. */
		if (!nap_once(300) && calm)
			calm--;
	}
}

/* A child's child that is still there goes with it, and with it what it has open. */
static void bury(int pid)
{
	char path[64];
	int state;
	if (pid <= 0)
		return;
	kill(pid, SIGKILL);
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	for (int tries = 0; tries < 1000 && (state = state_of(path)) != 0 && state != 'Z'; tries++)
		nap(300);
}

/* Waits for the child's end. What it was told already does not count: a stop, or another wait that took it. */
static void JOIN(int n)
{
	int s = 0, r;
	if (children[n] <= 0)
		return;
	do
		if ((r = waitpid(children[n], &s, WUNTRACED)) > 0 && WIFSTOPPED(s)) {
			say("%d: stopped\n", 1000 + n);
			kill(children[n], SIGKILL);
		}
	while ((r < 0 && errno == EINTR) || (r > 0 && WIFSTOPPED(s)));
	bury(S->grandchildren[n]);
	print_log(n);
	S->child_pids[n] = 0;
	S->napping[n] = 0;
	S->grandchildren[n] = 0;
	if (r > 0)
		show_status(1000 + n, s);
	children[n] = 0;
}

static void SETTLE(int n)
{
	settle(children[n], &S->napping[n]);
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
