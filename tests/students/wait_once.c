/* says: 4 children of pid 2 */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

int main(void)
{
	for (int i = 0; i < 5; i++)
		if (fork() == 0) {
			printf("worker %d\n", i);
			return i;
		}
	sleep(1);
	wait(NULL);
	puts("all workers are done");
	sleep(1);
	return 0;
}
