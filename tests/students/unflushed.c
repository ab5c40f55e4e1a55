/* says: flush what it has written */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

int main(void)
{
	int to[2], from[2];
	char line[64];
	if (pipe(to) == -1 || pipe(from) == -1)
		return 1;
	if (fork() == 0) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		close(to[0]), close(to[1]), close(from[0]), close(from[1]);
		execlp("cat", "cat", NULL);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	FILE *out = fdopen(to[1], "w"), *in = fdopen(from[0], "r");
	fprintf(out, "hello\n");
	if (fgets(line, sizeof line, in))
		printf("echo: %s", line);
	fclose(out);
	wait(NULL);
	return 0;
}
