/* says: fd 3 is in its sets, but not asked for | the highest descriptor plus 1, 4 */
#include <stdio.h>
#include <unistd.h>
#include <sys/select.h>
#include <sys/wait.h>

int main(void)
{
	int p[2];
	char c;
	if (pipe(p) == -1)
		return 1;
	if (fork() == 0) {
		write(p[1], "x", 1);
		_exit(0);
	}
	close(p[1]);
	fd_set set;
	FD_ZERO(&set);
	FD_SET(p[0], &set);
	int n = select(p[0], &set, NULL, NULL, NULL);
	if (n > 0 && read(p[0], &c, 1) == 1)
		printf("got %c\n", c);
	wait(NULL);
	return 0;
}
