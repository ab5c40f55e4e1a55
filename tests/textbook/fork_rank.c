#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

static int rank;

static int work(void)
{
	return rank * 10;
}

int main(void)
{
	int sum = 0;
	for (int i = 1; i <= 3; i++) {
		pid_t pid = fork();
		if (pid < 0)
			return 1;
		if (pid == 0) {
			rank = i;
			exit(work());
		}
	}
	int status;
	while (wait(&status) > 0)
		sum += WEXITSTATUS(status);
		printf("rank 0: sum %d\n", sum);
	return 0;
}
