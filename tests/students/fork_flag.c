/* says: sets 'ready' here | to mend: let the child send it through a pipe */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

volatile int ready;

int main(void)
{
	if (fork() == 0) {
		ready = 1;
		_exit(0);
	}
	for (int i = 0; i < 50 && !ready; i++)
		usleep(1000);
	puts(ready ? "ready" : "gave up");
	wait(NULL);
	return 0;
}
