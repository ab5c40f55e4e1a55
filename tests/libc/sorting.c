/* qsort(3) is stable and compares in merge order; bsearch(3) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int trace;

static int by_int(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	if (trace)
		printf("%d?%d ", x, y);
	return x < y ? -1 : x > y;
}

struct rec { int key; int order; char pad[40]; };

static int by_key(const void *a, const void *b)
{
	return ((const struct rec *)a)->key - ((const struct rec *)b)->key;
}

static int by_str(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(void)
{
	int v[] = { 5, 3, 9, 1, 7, 3, 8, 2, 6, 4, 0 }, big[3000], key = 7, i, *p;
	struct rec r[300];
	char *words[] = { "pear", "apple", "fig", "banana", "cherry" };
	trace = 1;
	qsort(v, 11, sizeof *v, by_int);
	trace = 0;
	printf("\n");
	for (i = 0; i < 11; i++)
		printf("%d ", v[i]);
	printf("\n");
	trace = 1;
	p = bsearch(&key, v, 11, sizeof *v, by_int);
	printf("\n%d\n", (int)(p - v));
	trace = 0;
	key = 100;
	printf("%d\n", bsearch(&key, v, 11, sizeof *v, by_int) == NULL);
	for (i = 0; i < 3000; i++)
		big[i] = rand() % 1000;
	qsort(big, 3000, sizeof *big, by_int);
	for (i = 0; i < 3000; i += 100)
		printf("%d ", big[i]);
	printf("\n");
	for (i = 0; i < 300; i++) {
		r[i].key = rand() % 10;
		r[i].order = i;
	}
	qsort(r, 300, sizeof *r, by_key);
	for (i = 0; i < 300; i++)
		printf("%d:%d ", r[i].key, r[i].order);
	printf("\n");
	qsort(words, 5, sizeof *words, by_str);
	for (i = 0; i < 5; i++)
		printf("%s ", words[i]);
	printf("\n");
	qsort(v, 0, sizeof *v, by_int);
	qsort(v, 1, sizeof *v, by_int);
	return 0;
}
