/* mprotect(2) of a shared mapping of what was opened for reading only: EACCES; a private one may become writable. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>

static void try(const char *what, char *p, int prot)
{
	int r = mprotect(p, 4096, prot);
	printf("%s: %d %s\n", what, r, r ? strerror(errno) : "ok");
}

int main(void)
{
	int fd = open("f", O_RDWR | O_CREAT, 0600), id;
	char *p;
	ftruncate(fd, 8192);
	close(fd);
	fd = open("f", O_RDONLY);
	p = mmap(0, 8192, PROT_READ, MAP_SHARED, fd, 0);
	try("shared write", p, PROT_READ | PROT_WRITE);
	try("shared none", p, PROT_NONE);
	try("shared read again", p, PROT_READ);
	try("second page", p + 4096, PROT_WRITE);
	p = mmap(0, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	try("private write", p, PROT_READ | PROT_WRITE);
	*p = 1;
	close(fd);
	fd = open("f", O_RDWR);
	p = mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 0);
	try("writable file", p, PROT_READ | PROT_WRITE);
	*p = 2;
	id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
	p = shmat(id, 0, SHM_RDONLY);
	try("segment attached read-only", p, PROT_READ | PROT_WRITE);
	shmdt(p);
	shmctl(id, IPC_RMID, 0);
	return 0;
}
