// Who goes on first after fork(2)?
// legal: parent child
// legal: child parent
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int p[2];
	char text[40];
	int n = 0, got;
	pipe(p);
	if (fork() == 0) {
		write(p[1], "child ", 6);
		_exit(0);
	}
	write(p[1], "parent ", 7);
	wait(0);
	close(p[1]);
	while ((got = read(p[0], text + n, sizeof text - n)) > 0)
		n += got;
	printf("%.*s\n", n - 1, text);
	return 0;
}
