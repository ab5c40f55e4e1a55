/* Whose futex a word of a private mapping of a file is: the file's while its page is the file's, ours from the first write
 * on. Found by the random tester. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long futex(int *word, int op, int val, const struct timespec *timeout)
{
	return syscall(SYS_futex, word, op, val, timeout, NULL, 0);
}

static void nap(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };
	nanosleep(&t, NULL);
}

/* The child waits, the parent wakes; says how many it woke. */
static void wake_child(const char *what, int *waits, int *wakes, int flag)
{
	struct timespec limit = { 0, 400000000 };
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0)
		_exit(futex(waits, FUTEX_WAIT | flag, *waits, &limit) == 0 ? 0 : errno);
	nap(100);
	printf("%s: woke %ld", what, futex(wakes, FUTEX_WAKE | flag, 1, NULL));
	waitpid(child, &status, 0);
	printf(", the child: %s\n", WEXITSTATUS(status) == 0 ? "woken" : WEXITSTATUS(status) == ETIMEDOUT ? "timed out" : "failed");
}

int main(void)
{
	int fd = open("words", O_RDWR | O_CREAT, 0600), ro, word;
	int *reads, *writes, *shared, *opened_ro;

	ftruncate(fd, 4096);
	reads = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	writes = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	wake_child("read only", reads, reads, 0);
	wake_child("read only, private futex", reads, reads, FUTEX_PRIVATE_FLAG);
	wake_child("read only and shared", reads, shared, 0);
	wake_child("shared and read only", shared, reads, 0);
	wake_child("another word", reads, shared + 1, 0);

	/* A futex call on a page that may be written makes it ours before it looks whose it is. */
	wake_child("writable", writes, writes, 0);
	shared[0] = 7;
	printf("the call has copied the page: %s\n", writes[0] == 0 ? "yes" : "no");
	shared[0] = 0;
	wake_child("writable and shared", writes, shared, 0);

	/* A page of our own that we may no longer write is none to wait on. */
	writes[1] = 1;
	mprotect(writes, 4096, PROT_READ);
	printf("copied and read only: %ld", futex(writes, FUTEX_WAKE, 1, NULL));
	printf(" %s\n", errno == EFAULT ? "EFAULT" : "?");
	mprotect(reads, 4096, PROT_READ | PROT_WRITE);
	wake_child("made writable", reads, reads, 0);

	/* FUTEX_WAKE_OP writes its second word. */
	ro = open("words", O_RDONLY);
	opened_ro = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, ro, 0);
	errno = 0;
	word = syscall(SYS_futex, opened_ro, FUTEX_WAKE_OP, 1, (void *)1, shared, FUTEX_OP(FUTEX_OP_ADD, 1, FUTEX_OP_CMP_EQ, 0));
	printf("wake_op on a writable word: %d, %d\n", word, shared[0]);
	word = syscall(SYS_futex, shared, FUTEX_WAKE_OP, 1, (void *)1, opened_ro, FUTEX_OP(FUTEX_OP_ADD, 1, FUTEX_OP_CMP_EQ, 0));
	printf("wake_op on a read-only word: %d %s\n", word, errno == EFAULT ? "EFAULT" : "?");
	word = syscall(SYS_futex, opened_ro, FUTEX_REQUEUE, 1, (void *)1, opened_ro + 1, 0);
	printf("requeue to a read-only word: %d\n", word);
	return 0;
}
