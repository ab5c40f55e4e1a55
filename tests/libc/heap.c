/* malloc(3) under load; sizes, alignment, realloc's contents. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <malloc.h>
#include <errno.h>
#include <stdint.h>

static unsigned state = 12345;

static unsigned next(void)
{
	state = state * 1103515245 + 12345;
	return state >> 8;
}

static void fill(unsigned char *p, size_t n, unsigned tag)
{
	size_t i;
	for (i = 0; i < n; i++)
		p[i] = tag + i;
}

static int check(unsigned char *p, size_t n, unsigned tag)
{
	size_t i;
	for (i = 0; i < n; i++)
		if (p[i] != (unsigned char)(tag + i))
			return 0;
	return 1;
}

int main(void)
{
	enum { SLOTS = 200 };
	static struct { unsigned char *p; size_t n; unsigned tag; } s[SLOTS];
	int i, bad = 0, odd = 0;
	void *p;
	for (i = 0; i < 60000; i++) {
		int k = next() % SLOTS;
		size_t n = next() % 100 == 0 ? next() % 300000 : next() % 10 == 0 ? next() % 5000 : next() % 200;
		if (s[k].p && !check(s[k].p, s[k].n < 64 ? s[k].n : 64, s[k].tag))
			bad++;
		if (!s[k].p || next() % 3) {
			free(s[k].p);
			s[k].p = next() % 4 ? malloc(n) : next() % 2 ? calloc(1, n) : memalign(1 << (4 + next() % 9), n);
		} else
			s[k].p = realloc(s[k].p, n ? n : (n = 1));
		if (((uintptr_t)s[k].p & 15) != 0 || malloc_usable_size(s[k].p) < n)
			odd++;
		s[k].n = n;
		s[k].tag = next();
		fill(s[k].p, n, s[k].tag);
	}
	for (i = 0; i < SLOTS; i++) {
		if (s[i].p && !check(s[i].p, s[i].n, s[i].tag))
			bad++;
		free(s[i].p);
	}
	printf("%d %d\n", bad, odd);
	for (i = 0; i < 200; i += 7) {
		p = malloc(i);
		printf("%zu ", malloc_usable_size(p));
	}
	printf("\n");
	p = malloc(1000000);
	printf("%zu\n", malloc_usable_size(p) & 4095);
	memset(p, 7, 1000000);
	p = realloc(p, 3000000);
	printf("%d %d\n", ((char *)p)[999999], posix_memalign(&p, 24, 8));
	printf("%d\n", posix_memalign(&p, 4096, 100) == 0 && ((uintptr_t)p & 4095) == 0);
	errno = 0;
	p = malloc((size_t)-1);
	printf("%d %d\n", p == NULL, errno == ENOMEM);
	errno = 0;
	p = calloc((size_t)1 << 40, (size_t)1 << 40);
	printf("%d %d\n", p == NULL, errno == ENOMEM);
	p = calloc(100, 10);
	for (i = 0; i < 1000 && ((char *)p)[i] == 0; i++)
		;
	printf("%d\n", i);
	p = realloc(NULL, 10);
	printf("%d %d\n", p != NULL, realloc(p, 0) == NULL);
	p = malloc(0);
	printf("%d\n", p != NULL);
	free(NULL);
	return 0;
}
