#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

/* children that end by _exit leave their parent's output alone; their statuses are taken apart */
static pid_t start(int how)
{
	pid_t pid = fork();
	if (pid == 0) {
		if (how == 2)
			execlp("true", "true", NULL);
		if (how == 1)
			exit(9);
		_exit(how);
	}
	return pid;
}

int main(void)
{
	int status;
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("three children:");
	fflush(stdout);
	for (int how = 0; how < 3; how++) {
		pid_t pid = start(how);
		if (pid == -1 || waitpid(pid, &status, 0) != pid)
			return 1;
		if (WIFEXITED(status))
			printf(" %d", WEXITSTATUS(status));
		fflush(stdout);
	}
	putchar('\n');
	if (fork() == 0) {
		fputs("a last word", stderr);
		_exit(0);
	}
	wait(NULL);
	fputc('\n', stderr);
	return system("exit 3") == -1;
}
