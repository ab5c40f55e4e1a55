/* To wake whoever sleeps on a futex that may be shared, its page has to be there. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static void wake(const char *what, char *at, int op)
{
	errno = 0;
	long n = syscall(SYS_futex, at, op, 1, 0, 0, 0);
	printf("%s: %ld %s\n", what, n, n < 0 ? strerror(errno) : "");
}

int main(void)
{
	int fd = open("file", O_RDWR | O_CREAT, 0600);
	ftruncate(fd, 6000);
	char *shared = mmap(0, 16384, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	char *private = mmap(0, 16384, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	char *none = mmap(0, 4096, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char *only_read = mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 0);
	char *only_write = mmap(0, 4096, PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	wake("shared", shared, 1);
	wake("its last page", shared + 8188, 1);
	wake("beyond the file", shared + 8192, 1);
	wake("beyond the file, privately", shared + 8192, 129);
	wake("private", private, 1);
	wake("private, beyond the file", private + 8192, 1);
	wake("no access", none, 1);
	wake("no access, privately", none, 129);
	wake("only to read", only_read, 1);
	wake("only to write", only_write, 1);
	char *fixed = mmap(0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	wake("private, only to read", fixed, 1);
	wake("private, only to read, privately", fixed, 129);
	wake("waiting there", fixed, 0);
	wake("nothing there", (char *)8, 1);
	wake("not aligned", shared + 2, 1);
	return 0;
}
