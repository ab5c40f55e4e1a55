#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

/* children work with the same variables as their parent, each for itself, and tell by a pipe */
static int total, count;
static int values[8];

static void add(int value)
{
	values[count++] = value;
	total += value;
}

int main(void)
{
	int p[2];
	if (pipe(p) == -1)
		return 1;
	for (int i = 0; i < 3; i++) {
		pid_t pid = fork();
		if (pid == -1)
			return 1;
		if (pid == 0) {
			close(p[0]);
			for (int k = 0; k <= i; k++)
				add(10 * (k + 1));
			if (write(p[1], &total, sizeof total) != sizeof total)
				_exit(1);
			exit(0);
		}
	}
	close(p[1]);
	int part;
	while (read(p[0], &part, sizeof part) == sizeof part)
		add(part);
	while (wait(NULL) > 0)
		;
	printf("%d parts, total %d\n", count, total);
	return 0;
}
