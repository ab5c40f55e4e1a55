/* a pipe as a semaphore (tokens), and a pipe as a barrier by its end */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	int tokens[2], go[2];
	char c = 't';
	pipe(tokens);
	pipe(go);
	write(tokens[1], &c, 1);
	for (int i = 0; i < 3; i++)
		if (fork() == 0) {
			close(go[1]);
			read(go[0], &c, 1);
			read(tokens[0], &c, 1);
			printf("worker %d\n", i);
			fflush(stdout);
			write(tokens[1], &c, 1);
			exit(0);
		}
	close(go[0]);
	close(go[1]);
	while (wait(NULL) > 0)
		;
	return 0;
}
