/* says: the alarm that pid 2 sets here has killed it */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

int main(void)
{
	char c;
	int p[2];
	if (pipe(p) == -1)
		return 1;
	alarm(2);
	if (read(p[0], &c, 1) <= 0)
		puts("timed out");
	return 0;
}
