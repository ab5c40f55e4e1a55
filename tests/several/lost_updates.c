// Two processes add to a counter in shared memory without a lock. An addition is a load and a store.
// legal: all there
// legal: some lost
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	volatile int *counter = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			for (int j = 0; j < 2000; j++)
				*counter = *counter + 1;
			_exit(0);
		}
	while (wait(0) > 0)
		;
	printf("%s\n", *counter == 4000 ? "all there" : *counter < 4000 && *counter > 1 ? "some lost" : "wrong");
	return 0;
}
