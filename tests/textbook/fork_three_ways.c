#include <stdio.h>
#include <errno.h>
#include <unistd.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* fork fails, and each way to notice is fine */
int main(void)
{
	struct rlimit none = {1, 1};
	int failed = 0;
	setrlimit(RLIMIT_NPROC, &none);
	switch (fork()) {
	case -1:
		failed++;
		break;
	case 0:
		_exit(0);
	}
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	else if (pid > 0)
		waitpid(pid, NULL, 0);
	else
		failed++;
	if ((pid = fork()) < 0)
		failed++;
	else if (pid == 0)
		_exit(0);
	while (wait(NULL) > 0)
		;
	printf("failed: %s\n", failed == 3 || failed == 0 ? "as expected" : "?");
	return 0;
}
