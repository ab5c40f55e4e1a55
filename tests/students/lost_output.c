/* says: 10 bytes of output ("result 42\n") lie in a stdio buffer as pid 3 ends by _exit() here */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>
int main(void)
{
	int p[2];
	pipe(p);
	if (fork() == 0) {
		FILE *f = fdopen(p[1], "w");
		fprintf(f, "result 42\n");
		_exit(0);
	}
	close(p[1]);
	char line[32];
	FILE *f = fdopen(p[0], "r");
	if (fgets(line, sizeof line, f))
		printf("got %s", line);
	else
		puts("got nothing");
	wait(NULL);
	return 0;
}
