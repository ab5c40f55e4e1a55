#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

char buf[64] = "unchanged";

int main(void)
{
	int p[2];
	if (pipe(p) == -1)
		return 1;
	if (fork() == 0) {
		close(p[0]);
		strcpy(buf, "from the child");
		if (write(p[1], buf, strlen(buf)) == -1)
			_exit(1);
		_exit(0);
	}
	close(p[1]);
	char got[64];
	ssize_t n = read(p[0], got, sizeof got - 1);
	got[n > 0 ? n : 0] = '\0';
	wait(NULL);
	printf("%s, %s\n", buf, got);
	return 0;
}
