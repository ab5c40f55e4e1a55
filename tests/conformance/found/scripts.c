/* What sh takes for a script, and what it does not inherit. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void try(const char *text, int n)
{
	int fd = open("script", O_WRONLY | O_CREAT | O_TRUNC, 0755), status;
	write(fd, text, n);
	close(fd);
	status = system("./script 2>/dev/null");
	printf("%d\n", WEXITSTATUS(status));
}

int main(void)
{
	static const unsigned char codes[] = { 1, 7, 8, 9, 11, 12, 13, 14, 15, 26, 27, 28, 31, 127, 128, 255 };
	char text[300];
	sigset_t set;
	FILE *p;
	int n;
	for (int i = 0; i < (int)sizeof codes; i++) {
		n = sprintf(text, "true %cb\n", codes[i]);
		printf("%d: ", codes[i]);
		fflush(stdout);
		try(text, n);
	}
	try("true\n\001\n", 7);
	try("", 0);
	try("\0", 1);
	memset(text, 'a', sizeof text);
	memcpy(text, "true ", 5);
	text[127] = 1;
	try(text, 200);
	text[127] = 'a';
	text[128] = 1;
	try(text, 200);

	/* Signals that are blocked when a shell starts. */
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, 0);
	p = popen("grep SigBlk /proc/self/status", "r");
	while ((n = fread(text, 1, sizeof text, p)) > 0)
		fwrite(text, 1, n, stdout);
	pclose(p);
	for (int i = 0; i < 6; i++) {
		static const char *const commands[] = {
			"kill $$; echo on", "/bin/true; kill $$; echo on", "grep SigBlk /proc/self/status; true",
			"grep SigBlk /proc/self/status | cat", "exec grep SigBlk /proc/self/status", "grep SigBlk /proc/self/status",
		};
		fflush(stdout);
		n = system(commands[i]);
		printf("%d\n", WIFSIGNALED(n) ? 1000 + WTERMSIG(n) : WEXITSTATUS(n));
	}

	/* An empty message at the front does not count as unread. */
	for (int i = 0; i < 3; i++) {
		int s[2];
		socketpair(AF_UNIX, SOCK_SEQPACKET, 0, s);
		send(s[0], "", i == 2, 0);
		if (i == 1)
			send(s[0], "", 0, 0);
		close(s[1]);
		printf("recv %zd\n", recv(s[0], text, 9, 0));
		close(s[0]);
	}
	return 0;
}
