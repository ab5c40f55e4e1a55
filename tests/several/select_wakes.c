// Two writers, a reader in select(2): what is ready when it returns.
// legal: 1
// legal: 2
// legal: 1 2
#include <stdio.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int p[2][2];
	fd_set set;
	pipe(p[0]);
	pipe(p[1]);
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			write(p[i][1], "x", 1);
			_exit(0);
		}
	FD_ZERO(&set);
	FD_SET(p[0][0], &set);
	FD_SET(p[1][0], &set);
	select(p[1][0] + 1, &set, 0, 0, 0);
	printf("%s\n", !FD_ISSET(p[1][0], &set) ? "1" : !FD_ISSET(p[0][0], &set) ? "2" : "1 2");
	while (wait(0) > 0)
		;
	return 0;
}
