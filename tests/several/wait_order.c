// Two children end at about the same time: which one does wait(2) tell of first?
// legal: 1 2
// legal: 2 1
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int a, b;
	for (int i = 0; i < 2; i++)
		if (fork() == 0)
			exit(i + 1);
	wait(&a);
	wait(&b);
	printf("%d %d\n", WEXITSTATUS(a), WEXITSTATUS(b));
	return 0;
}
