/* says: sets 'result' here */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

int main(void)
{
	int result = 0;
	if (fork() == 0) {
		result = 6 * 7;
		_exit(0);
	}
	wait(NULL);
	printf("result %d\n", result);
	return 0;
}
