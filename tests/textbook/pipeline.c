#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	char *cmd[3][3] = { { "echo", "one two", NULL }, { "cat", NULL }, { "wc", "-w", NULL } };
	int prev = 0, p[2];
	for (int i = 0; i < 3; i++) {
		if (i < 2)
			pipe(p);
		if (fork() == 0) {
			dup2(prev, 0);
			if (i < 2) {
				close(p[0]);
				dup2(p[1], 1);
				close(p[1]);
			}
			execvp(cmd[i][0], cmd[i]);
			perror("exec");
			exit(1);
		}
		if (prev)
			close(prev);
		if (i < 2) {
			close(p[1]);
			prev = p[0];
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
