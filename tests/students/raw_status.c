/* says: 'status' is 256 here | prints it as that, but the child has ended with 1 */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>
int main(void)
{
	int status = 0;
	pid_t pid = fork();
	if (pid == 0)
		_exit(1);
	while (waitpid(pid, &status, WNOHANG) == 0)
		;
	printf("exit status %d\n", status);
	return 0;
}
