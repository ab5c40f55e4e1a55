// Two processes wait in open(2) of a FIFO for its writer: either may read what comes first.
// legal: 1: ab 2: -
// legal: 1: - 2: ab
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void settle(void)
{
	usleep(20000);
}

int main(void)
{
	int out[2][2];
	char text[2][8] = { "-", "-" };
	mkfifo("line", 0600);
	for (int i = 0; i < 2; i++) {
		pipe(out[i]);
		if (fork() == 0) {
			char got[2];
			int fd = open("line", O_RDONLY);
			if (read(fd, got, 2) == 2)
				write(out[i][1], got, 2);
			_exit(0);
		}
		close(out[i][1]);
		settle();
	}
	int w = open("line", O_WRONLY);
	write(w, "ab", 2);
	close(w);
	while (wait(0) > 0)
		;
	for (int i = 0; i < 2; i++) {
		int n = read(out[i][0], text[i], 7);
		if (n > 0)
			text[i][n] = 0;
	}
	unlink("line");
	printf("1: %s 2: %s\n", text[0], text[1]);
	return 0;
}
