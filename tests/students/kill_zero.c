/* says: kill() is given 0 for a process here: that sends SIGTERM to all of its own group, and has killed pid 2 itself | the brackets belong around the assignment */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	pid_t pid;
	if ((pid = fork() == 0)) {
		pause();
		_exit(0);
	}
	usleep(1000);
	kill(pid, SIGTERM);
	wait(0);
	printf("the child has ended\n");
	return 0;
}
