// Two processes add 1 and 2 to an eventfd; a read takes what is there so far.
// legal: 3
// legal: 1 2
// legal: 2 1
#include <stdint.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	uint64_t one, rest = 0;
	int e = eventfd(0, 0);
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			uint64_t v = i + 1;
			write(e, &v, sizeof v);
			_exit(0);
		}
	read(e, &one, sizeof one);
	if (one < 3) {
		read(e, &rest, sizeof rest);
		printf("%d %d\n", (int)one, (int)rest);
	} else
		printf("%d\n", (int)one);
	while (wait(0) > 0)
		;
	return 0;
}
