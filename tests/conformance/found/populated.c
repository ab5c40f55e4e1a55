/* MAP_POPULATE copies what a private mapping may change at once: what is written to the file later is not seen there. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static void run(const char *what, int prot, int flags)
{
	int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
	char *at;
	ftruncate(fd, 6000);
	at = mmap(0, 12288, prot, flags, fd, 0);
	pwrite(fd, "new", 3, 0);
	pwrite(fd, "new", 3, 5000);
	printf("%s: %d %d\n", what, at[0] == 'n', at[5000] == 'n');
	close(fd);
}

int main(void)
{
	run("private", PROT_READ | PROT_WRITE, MAP_PRIVATE);
	run("private, populated", PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_POPULATE);
	run("private, populated, not to be written", PROT_READ, MAP_PRIVATE | MAP_POPULATE);
	run("private, populated without waiting", PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_POPULATE | MAP_NONBLOCK);
	run("shared, populated", PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE);
	return 0;
}
