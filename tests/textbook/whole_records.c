#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

/* records larger than what one read brings: read until each is whole */
struct record { int id; char pad[5996]; };

static int whole(int fd, void *to, size_t size)
{
	size_t got = 0;
	while (got < size) {
		ssize_t n = read(fd, (char *)to + got, size - got);
		if (n <= 0)
			return 0;
		got += n;
	}
	return 1;
}

int main(void)
{
	int p[2];
	struct record r;
	if (pipe(p) == -1)
		return 1;
	pid_t pid = fork();
	if (pid == -1)
		return 1;
	if (pid == 0) {
		close(p[0]);
		memset(&r, 0, sizeof r);
		for (r.id = 1; r.id <= 20; r.id++)
			if (write(p[1], &r, sizeof r) != sizeof r)
				_exit(1);
		_exit(0);
	}
	close(p[1]);
	int n = 0, sum = 0;
	while (whole(p[0], &r, sizeof r)) {
		n++;
		sum += r.id;
	}
	wait(NULL);
	printf("%d records, sum %d\n", n, sum);
	return 0;
}
