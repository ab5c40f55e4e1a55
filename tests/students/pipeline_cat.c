/* says: before it executes cat, which knows nothing of it and keeps it open */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

/* echo | cat | wc: the second child keeps the write end of the second pipe's neighbour */
int main(void)
{
	int a[2], b[2];
	if (pipe(a) == -1 || pipe(b) == -1)
		return 1;
	if (fork() == 0) {
		dup2(a[1], 1);
		close(a[0]), close(a[1]), close(b[0]), close(b[1]);
		execlp("echo", "echo", "one two", NULL);
		_exit(127);
	}
	if (fork() == 0) {
		dup2(a[0], 0);
		dup2(b[1], 1);
		close(b[0]), close(b[1]), close(a[0]);
		execlp("cat", "cat", NULL);
		_exit(127);
	}
	if (fork() == 0) {
		dup2(b[0], 0);
		close(a[0]), close(a[1]), close(b[0]), close(b[1]);
		execlp("wc", "wc", "-w", NULL);
		_exit(127);
	}
	close(a[0]), close(a[1]), close(b[0]), close(b[1]);
	while (wait(NULL) > 0)
		;
	return 0;
}
