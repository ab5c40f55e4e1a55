/* says: sets 'sum' here (it left 5050 there) | fork() at fork_copies.c:17 has copied it */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

int sum;

static void add_up(int from, int to)
{
	for (int i = from; i <= to; i++)
		sum += i;
}

int main(void)
{
	pid_t pid = fork();
	if (pid < 0) {
		perror("fork");
		return 1;
	}
	if (pid == 0) {
		add_up(1, 100);
		exit(0);
	}
	waitpid(pid, NULL, 0);
	printf("the sum is %d\n", sum);
	return 0;
}
