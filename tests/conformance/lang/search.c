/* search.h: trees, hash tables, linear search. */
#define _GNU_SOURCE
#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int by_int(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void show(const void *node, VISIT which, int level)
{
	if (which == postorder || which == leaf)
		printf(" %s@%d", *(char **)node, level);
}

static void show_int(const void *node, VISIT which, int level)
{
	if (which == postorder || which == leaf)
		printf(" %d@%d", **(int **)node, level);
}

static void drop(void *key)
{
	printf(" -%s", (char *)key);
}

int main(void)
{
	static int numbers[64];
	char *words[] = { "mango", "apple", "zebra", "kiwi", "banana", "cherry", "apple" };
	void *root = 0, *ints = 0;
	int table[8] = { 3, 1, 2 }, key = 7, i;
	size_t n = 3;
	ENTRY e, *found;

	for (i = 0; i < 7; i++) {
		char **p = tsearch(words[i], &root, by_name);
		if (*p != words[i])
			printf("%s was there\n", *p);
	}
	twalk(root, show);
	puts("");
	printf("%d %d\n", tfind("kiwi", &root, by_name) != 0, tfind("fig", &root, by_name) != 0);
	tdelete("mango", &root, by_name);
	twalk(root, show);
	puts("");
	tdestroy(root, drop);
	puts("");

	for (i = 0; i < 64; i++) {
		numbers[i] = i * 37 % 64;
		tsearch(&numbers[i], &ints, by_int);
	}
	for (i = 0; i < 64; i += 3)
		tdelete(&numbers[i], &ints, by_int);
	twalk(ints, show_int);
	puts("");

	hcreate(2);
	for (i = 0; i < 5; i++) {
		e.key = words[i];
		e.data = (void *)(long)i;
		if (!hsearch(e, ENTER))
			printf("%s: %s\n", words[i], strerror(errno));
	}
	e.key = "zebra";
	found = hsearch(e, FIND);
	printf("zebra %ld\n", found ? (long)found->data : -1);
	e.key = "nothing";
	found = hsearch(e, FIND);
	printf("%d %s\n", found != 0, strerror(errno));
	hdestroy();

	lsearch(&key, table, &n, sizeof key, by_int);
	lsearch(&key, table, &n, sizeof key, by_int);
	printf("%zu %d %d\n", n, table[3], lfind(&key, table, &n, sizeof key, by_int) == &table[3]);
	return 0;
}
