/* exit(3), atexit(3), on_exit(3), quick_exit(3), _exit(2), abort(3) */
#include <bits/libc.h>
#include <stdlib.h>
#include <unistd.h>
#include <signal.h>
#include <string.h>
#include <sys/uio.h>

struct hook { void (*plain)(void); void (*with)(int, void *); void *arg; };

/* POSIX asks for 32; more come from the heap. */
static struct hook first_hooks[32], *hooks = first_hooks;
static int hook_count, hook_room = 32;

static struct hook *new_hook(void)
{
	if (hook_count == hook_room) {
		struct hook *more = malloc(2 * hook_room * sizeof *more);
		if (!more)
			return 0;
		memcpy(more, hooks, hook_room * sizeof *more);
		if (hooks != first_hooks)
			free(hooks);
		hooks = more;
		hook_room *= 2;
	}
	return &hooks[hook_count++];
}

int atexit(void (*f)(void))
{
	struct hook *h = new_hook();
	if (!h)
		return -1;
	h->plain = f;
	return 0;
}

int on_exit(void (*f)(int, void *), void *arg)
{
	struct hook *h = new_hook();
	if (!h)
		return -1;
	h->plain = 0;
	h->with = f;
	h->arg = arg;
	return 0;
}

void _exit(int status)
{
	for (;;)
		__syscall(SYS_exit_group, status);
}

void _Exit(int status)
{
	_exit(status);
}

void exit(int status)
{
	while (hook_count > 0) {
		struct hook *h = &hooks[--hook_count];
		if (h->plain)
			h->plain();
		else
			h->with(status, h->arg);
	}
	__stdio_exit();
	_exit(status);
}

static void (*quick_hooks[32])(void);
static int quick_count;

int at_quick_exit(void (*f)(void))
{
	if (quick_count == 32)
		return -1;
	quick_hooks[quick_count++] = f;
	return 0;
}

void quick_exit(int status)
{
	while (quick_count > 0)
		quick_hooks[--quick_count]();
	_exit(status);
}

/* Raises SIGABRT whether it is blocked or not; if a handler returns, once more with the default. */
void abort(void)
{
	sigset_t set;
	struct sigaction sa;
	sigemptyset(&set);
	sigaddset(&set, SIGABRT);
	sigprocmask(SIG_UNBLOCK, &set, 0);
	raise(SIGABRT);
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = SIG_DFL;
	sigfillset(&sa.sa_mask);
	sigaction(SIGABRT, &sa, 0);
	raise(SIGABRT);
	for (;;)
		_exit(127);
}

void __fatal(const char *text)
{
	struct iovec v[2] = { { (char *)text, strlen(text) }, { "\n", 1 } };
	writev(2, v, 2);
	abort();
}
