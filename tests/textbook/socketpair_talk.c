#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* a socketpair goes both ways */
int main(void)
{
	int s[2];
	char buf[32];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, s) == -1)
		return 1;
	pid_t pid = fork();
	if (pid == -1)
		return 1;
	int own = s[pid == 0];
	close(s[pid != 0]);
	const char *word = pid == 0 ? "from the child" : "from the parent";
	if (send(own, word, strlen(word) + 1, 0) == -1 || recv(own, buf, sizeof buf, 0) <= 0)
		return 1;
	if (pid == 0)
		_exit(strcmp(buf, "from the parent") != 0);
	int status;
	waitpid(pid, &status, 0);
	printf("%s; child: %d\n", buf, WEXITSTATUS(status));
	return 0;
}
