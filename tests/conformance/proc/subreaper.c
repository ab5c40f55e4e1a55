/* prctl(2): names, PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, and what is only kept. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char name[17] = "", byte;
	int value = -1, status, p[2];
	prctl(PR_SET_NAME, "a name that is too long");
	prctl(PR_GET_NAME, name);
	printf("[%s]\n", name);
	printf("dumpable %d\n", prctl(PR_GET_DUMPABLE));
	printf("%d", prctl(PR_SET_DUMPABLE, 3));
	printf(" %s\n", strerror(errno));
	printf("keepcaps %d slack %d\n", prctl(PR_GET_KEEPCAPS), prctl(PR_GET_TIMERSLACK));
	printf("privs %d", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	printf(" %d", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	printf(" %d\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	printf("%d", prctl(12345));
	printf(" %s\n", strerror(errno));

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	prctl(PR_GET_CHILD_SUBREAPER, &value);
	printf("subreaper %d\n", value);
	if (fork() == 0) {
		prctl(PR_GET_CHILD_SUBREAPER, &value);
		if (fork() == 0) {
			usleep(20000);
			_exit(7);
		}
		_exit(value);
	}
	wait(&status);
	printf("child %d\n", WEXITSTATUS(status));
	wait(&status);
	printf("grandchild %d\n", WEXITSTATUS(status));
	printf("%d", wait(&status));
	printf(" %s\n", strerror(errno));

	pipe(p);
	if (fork() == 0) {
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGTERM);
			write(p[1], "x", 1);
			for (;;)
				pause();
		}
		read(p[0], &byte, 1);
		_exit(0);
	}
	wait(&status);
	wait(&status);
	printf("died of %d\n", WTERMSIG(status));
	return 0;
}
