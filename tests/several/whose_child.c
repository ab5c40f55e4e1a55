// A child asks for its parent, which may have ended.
// legal: parent
// legal: somebody else
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int p[2];
	char text[20];
	pipe(p);
	if (fork() == 0) {
		int me = getpid();
		if (fork() == 0) {
			if (getppid() == me)
				write(p[1], "parent", 6);
			else
				write(p[1], "somebody else", 13);
		}
		_exit(0);
	}
	wait(0);
	close(p[1]);
	printf("%.*s\n", (int)read(p[0], text, sizeof text), text);
	return 0;
}
