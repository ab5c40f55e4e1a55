#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

/* tokens in a pipe: whoever has one may work, and puts it back, as make does */
int main(void)
{
	int tokens[2];
	char token;
	if (pipe(tokens) == -1 || write(tokens[1], "++", 2) != 2)
		return 1;
	for (int i = 0; i < 4; i++) {
		pid_t pid = fork();
		if (pid == -1)
			return 1;
		if (pid == 0) {
			if (read(tokens[0], &token, 1) != 1)
				_exit(1);
			usleep(1000);
			_exit(write(tokens[1], &token, 1) == 1 ? 0 : 1);
		}
	}
	int bad = 0, status;
	while (wait(&status) > 0)
		bad += status != 0;
	int left = 0;
	close(tokens[1]);
	while (read(tokens[0], &token, 1) == 1)
		left++;
	printf("%d failed, %d tokens left\n", bad, left);
	return 0;
}
