// conformance: root
/* A script that may be executed but not read: its interpreter is started, and cannot open it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
static void go(const char *what, int mode)
{
	int st;
	chmod("script", mode);
	fflush(stdout);
	if (fork() == 0) {
		dup2(1, 2);
		execl("./script", "script", "arg", (char *)0);
		printf("%s: execl: %s\n", what, strerror(errno));
		fflush(stdout);
		_exit(99);
	}
	wait(&st);
	printf("%s: status %d\n", what, WEXITSTATUS(st));
}
int main(void)
{
	int fd = open("script", O_WRONLY | O_CREAT | O_TRUNC, 0700);
	dprintf(fd, "#!/bin/sh\necho script $0 $1\nexit 5\n");
	close(fd);
	chmod(".", 0777);
	if (getuid() == 0) { chown("script", 1000, 1000); setgid(1000); setuid(1000); }
	go("all", 0755);
	go("only to execute", 0111);
	go("only to read", 0444);
	go("none", 0);
	go("write and execute", 0333);
	return 0;
}
