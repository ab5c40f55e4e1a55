/* says: as pid 3 executes another program by execlp() here: they are never written */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

int main(void)
{
	printf("starting the program: ");
	if (fork() == 0) {
		printf("child\n");
		execlp("true", "true", NULL);
		_exit(127);
	}
	fflush(stdout);
	wait(NULL);
	puts("done");
	return 0;
}
