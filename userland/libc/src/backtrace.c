/* backtrace(3): where the active functions go on. Names are not to be had, as on Linux without -rdynamic. */
#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int backtrace(void **to, int size)
{
	int n = 0;
	while (n < size && (to[n] = __builtin_return_address(n)))
		n++;
	return n;
}

enum { LINE = 96 };

static int line(char *s, void *address, const char *gap)
{
	extern char *program_invocation_name;
	return snprintf(s, LINE, "%.48s(+0x%lx)%s[%p]", program_invocation_name, (unsigned long)address & 0xfffff, gap, address);
}

char **backtrace_symbols(void *const *from, int size)
{
	char **all, *s;
	int i;
	if (size < 0 || !(all = malloc(size * (sizeof *all + LINE))))
		return 0;
	s = (char *)(all + size);
	for (i = 0; i < size; i++) {
		all[i] = s;
		s += line(s, from[i], " ") + 1;
	}
	return all;
}

void backtrace_symbols_fd(void *const *from, int size, int fd)
{
	char s[LINE + 1];
	int i, n;
	for (i = 0; i < size; i++) {
		n = line(s, from[i], "");
		s[n++] = '\n';
		write(fd, s, n);
	}
}
