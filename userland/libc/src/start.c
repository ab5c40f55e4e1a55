/* Program start: the kernel's stack image to main(), and what main returned to exit(). */
#include <bits/libc.h>
#include <stdlib.h>
#include <unistd.h>
int main(int, char **, char **);

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
	exit(main(argc, argv, environ));
}
