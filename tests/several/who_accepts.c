// One connection, two processes in accept(2).
// legal: 1
// legal: 2
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_un a = { AF_UNIX, "sock" };
	int l = socket(AF_UNIX, SOCK_STREAM, 0), c = socket(AF_UNIX, SOCK_STREAM, 0);
	pid_t kids[2];
	char who;
	unlink("sock");
	bind(l, (struct sockaddr *)&a, sizeof a);
	listen(l, 5);
	for (int i = 0; i < 2; i++)
		if ((kids[i] = fork()) == 0) {
			int s = accept(l, 0, 0);
			write(s, &"12"[i], 1);
			pause();
		}
	connect(c, (struct sockaddr *)&a, sizeof a);
	read(c, &who, 1);
	printf("%c\n", who);
	for (int i = 0; i < 2; i++)
		kill(kids[i], SIGKILL);
	while (wait(0) > 0)
		;
	unlink("sock");
	return 0;
}
