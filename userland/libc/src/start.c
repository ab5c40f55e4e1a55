/* Program start: the kernel's stack image to main(), and what main returned to exit(). */
#include <bits/libc.h>
#include <stdlib.h>
#include <unistd.h>
int main(int, char **, char **);

/* Functions to be called before main and at exit; the linker fills it. */
struct { void (**init)(int, char **, char **); long inits; void (**fini)(void); long finis; } __call_lists = { 0, 1, 0, 1 };

static void call_finis(void)
{
	for (long n = __call_lists.finis; n-- > 0;)
		__call_lists.fini[n]();
}

void _start(long *sp)
{
	int argc = *sp;
	char **argv = (char **)(sp + 1), *p;
	environ = argv + argc + 1;
	if (argc > 0) {
		program_invocation_name = program_invocation_short_name = argv[0];
		for (p = argv[0]; *p; p++)
			if (*p == '/')
				program_invocation_short_name = p + 1;
	}
	if (__call_lists.finis)
		atexit(call_finis);
	for (long n = 0; n < __call_lists.inits; n++)
		__call_lists.init[n](argc, argv, environ);
	exit(main(argc, argv, environ));
}
