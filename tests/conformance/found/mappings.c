// What the random tester found about mapped memory.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define SHOW(call) do { errno = 0; long r_ = (long)(call); printf("%s: %ld %s\n", #call, r_, errno ? strerror(errno) : ""); } while (0)

int main(void)
{
	char *at = (char *)0x200000000, *again;
	/* Lengths that wrap around. */
	SHOW(mmap(at, -1, PROT_READ, MAP_FIXED, -1, 0) == MAP_FAILED);
	SHOW(mmap(at, -1, PROT_READ, MAP_FIXED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED);
	SHOW(mprotect(at, -1, PROT_READ));
	SHOW(msync(at, -1, MS_SYNC));
	SHOW(msync(at, 4096, MS_SYNC));
	/* An old size of nothing: a second mapping of the same memory, if it is shared. */
	SHOW(mmap(at, 8192, PROT_READ | PROT_WRITE, MAP_FIXED | MAP_ANONYMOUS | MAP_SHARED, -1, 0) == at);
	strcpy(at, "seen twice");
	SHOW(mremap(at, 0, 4096, 0) == MAP_FAILED);
	again = mremap(at, 0, 8192, MREMAP_MAYMOVE);
	SHOW(again != MAP_FAILED && again != at);
	printf("%s\n", again);
	strcpy(again, "and back");
	printf("%s\n", at);
	SHOW(munmap(at, 8192));
	printf("%s\n", again);
	SHOW(mmap(at, 8192, PROT_READ | PROT_WRITE, MAP_FIXED | MAP_ANONYMOUS | MAP_PRIVATE, -1, 0) == at);
	SHOW(mremap(at, 0, 4096, MREMAP_MAYMOVE) == MAP_FAILED);
	return 0;
}
