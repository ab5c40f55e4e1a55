/* says: sets '*count' here (it left 10 there) | MAP_SHARED instead of MAP_PRIVATE */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/wait.h>

int main(void)
{
	int *count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (count == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	for (int i = 0; i < 3; i++)
		if (fork() == 0) {
			for (int k = 0; k < 10; k++)
				(*count)++;
			exit(0);
		}
	while (wait(NULL) > 0)
		;
	printf("count %d\n", *count);
	return 0;
}
