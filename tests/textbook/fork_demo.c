#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

int value = 5;

int main(void)
{
	pid_t pid = fork();
	if (pid < 0)
		return 1;
	if (pid == 0) {
		value += 15;
		printf("child: value = %d\n", value);
		exit(0);
	}
	wait(NULL);
	printf("parent: value = %d\n", value);
	return 0;
}
