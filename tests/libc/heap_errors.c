/* What glibc says about wrong frees, each in a child. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

static void (*volatile release)(void *) = free;

static void twice(void)
{
	char *p = malloc(24);
	release(p);
	release(p);
}

static void inside(void)
{
	char *p = malloc(24);
	release(p + 8);
}

static void small_size(void)
{
	long *p = malloc(64);
	p[2] = 0;
	p[3] = 1;
	release(p + 4);
}

static void large_twice(void)
{
	char *p = malloc(3000), *q = malloc(16);
	release(p);
	release(p);
	(void)q;
}

static void last_twice(void)
{
	char *p = malloc(3000);
	release(p);
	release(p);
}

static void move_bad(void)
{
	char *p = malloc(100);
	p = realloc(p + 8, 200);
}

int main(void)
{
	static void (*const tests[])(void) = { twice, inside, small_size, large_twice, last_twice, move_bad };
	unsigned i;
	int status;
	for (i = 0; i < sizeof tests / sizeof *tests; i++) {
		printf("test %u\n", i);
		fflush(stdout);
		if (fork() == 0) {
			tests[i]();
			_exit(0);
		}
		wait(&status);
		printf("signal %d exit %d\n", WTERMSIG(status), WEXITSTATUS(status));
	}
	return 0;
}
