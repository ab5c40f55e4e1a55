/* getcontext(3), setcontext(3), makecontext(3), swapcontext(3). The CPU keeps what was active; the first four words of
 * uc_mcontext say where. */
#include <bits/libc.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <ucontext.h>

enum { FRESH = 2, ARGUMENTS = 16 };

#define WORDS(u) ((unsigned long *)&(u)->uc_mcontext)

/* At the top of a new context's stack. */
struct start { void (*function)(void); ucontext_t *context; long n, args[ARGUMENTS]; };

int getcontext(ucontext_t *u)
{
	__syscall(SYS_rt_sigprocmask, SIG_BLOCK, 0, &u->uc_sigmask, 8);
	__builtin_save_context(WORDS(u));
	return 0;
}

int setcontext(const ucontext_t *u)
{
	__syscall(SYS_rt_sigprocmask, SIG_SETMASK, &u->uc_sigmask, 0, 8);
	__builtin_restore_context(WORDS(u));
	return 0;
}

int swapcontext(ucontext_t *from, const ucontext_t *to)
{
	__syscall(SYS_rt_sigprocmask, SIG_SETMASK, &to->uc_sigmask, &from->uc_sigmask, 8);
	if (__builtin_save_context(WORDS(from)) == 0)
		__builtin_restore_context(WORDS(to));
	return 0;
}

/* The first function of a new context. Where it returns to stands in the structure, which may have changed since. */
static void start(unsigned long *words)
{
	struct start *s = (struct start *)words[2];
	long *a = s->args;
	ucontext_t *u = s->context;
	if (s->n <= 6)
		((void (*)(long, long, long, long, long, long))s->function)(a[0], a[1], a[2], a[3], a[4], a[5]);
	else
		((void (*)(long, long, long, long, long, long, long, long, long, long, long, long, long, long, long, long))s->function)(
			a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12], a[13], a[14], a[15]);
	if (u->uc_link)
		setcontext(u->uc_link);
	exit(0);
}

void makecontext(ucontext_t *u, void (*function)(void), int n, ...)
{
	unsigned long top = (unsigned long)u->uc_stack.ss_sp + u->uc_stack.ss_size;
	struct start *s = (struct start *)((top - sizeof *s) & ~15UL);
	va_list ap;
	int i;
	va_start(ap, n);
	s->function = function;
	s->context = u;
	s->n = n;
	for (i = 0; i < ARGUMENTS; i++)
		s->args[i] = i < n ? va_arg(ap, long) : 0;
	va_end(ap);
	WORDS(u)[0] = FRESH;
	WORDS(u)[1] = (unsigned long)start;
	WORDS(u)[2] = (unsigned long)s;
	WORDS(u)[3] = (unsigned long)u->uc_stack.ss_sp;
}
