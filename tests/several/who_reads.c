// One byte in a pipe, two readers.
// legal: 1
// legal: 2
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int p[2], s, winner = 0;
	pid_t kids[2];
	char c;
	pipe(p);
	for (int i = 0; i < 2; i++)
		if ((kids[i] = fork()) == 0) {
			close(p[1]);
			exit(read(p[0], &c, 1) == 1);
		}
	write(p[1], "x", 1);
	close(p[1]);
	for (int i = 0; i < 2; i++) {
		waitpid(kids[i], &s, 0);
		if (WEXITSTATUS(s) == 1)
			winner = winner * 10 + i + 1;
	}
	printf("%d\n", winner);
	return 0;
}
