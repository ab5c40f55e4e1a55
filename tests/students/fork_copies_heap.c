/* says: sets 'squares[1]' here */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

int main(void)
{
	int *squares = calloc(4, sizeof *squares);
	for (int i = 0; i < 4; i++)
		if (fork() == 0) {
			squares[i] = i * i;
			exit(0);
		}
	while (wait(NULL) > 0)
		;
	for (int i = 0; i < 4; i++)
		printf("%d\n", squares[i]);
	free(squares);
	return 0;
}
