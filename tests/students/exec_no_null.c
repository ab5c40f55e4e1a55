/* says: execvp() failed here: EFAULT | has to end with NULL */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

int main(void)
{
	char *args[2];
	args[0] = "echo";
	args[1] = "hello";
	char *after[2] = {(char *)1, (char *)1};
	if (fork() == 0) {
		(void)after;
		execvp("echo", args);
		_exit(127);
	}
	int status;
	wait(&status);
	printf("status %d\n", WEXITSTATUS(status));
	return 0;
}
