#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

/* an array of numbers, as many as have come whole; what is left over is kept */
int main(void)
{
	int p[2], numbers[64], sum = 0;
	size_t have = 0;
	ssize_t n;
	if (pipe(p) == -1)
		return 1;
	pid_t pid = fork();
	if (pid == -1)
		return 1;
	if (pid == 0) {
		close(p[0]);
		for (int i = 1; i <= 100; i++) {
			if (write(p[1], &i, 3) != 3)
				_exit(1);
			usleep(10);
			if (write(p[1], (char *)&i + 3, 1) != 1)
				_exit(1);
		}
		_exit(0);
	}
	close(p[1]);
	while ((n = read(p[0], (char *)numbers + have, sizeof numbers - have)) > 0) {
		have += n;
		size_t whole = have / sizeof *numbers;
		for (size_t i = 0; i < whole; i++)
			sum += numbers[i];
		char *rest = (char *)(numbers + whole);
		have -= whole * sizeof *numbers;
		for (size_t i = 0; i < have; i++)
			((char *)numbers)[i] = rest[i];
	}
	wait(NULL);
	printf("sum %d\n", sum);
	return 0;
}
