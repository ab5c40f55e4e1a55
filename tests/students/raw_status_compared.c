/* says: 'status' is 768 here | compares it with a number, but the child has ended with 3 */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

int main(void)
{
	int status;
	if (fork() == 0)
		_exit(3);
	wait(&status);
	if (status == 3)
		puts("the child said 3");
	else
		printf("the child said %d\n", status);
	return 0;
}
