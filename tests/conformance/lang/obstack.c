// conformance: exit=3
#include <obstack.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int live, got, last_size;

static void *counted(size_t n)
{
	live++;
	got++;
	last_size = (int)n;
	return malloc(n);
}

static void returned(void *p)
{
	live--;
	free(p);
}

#define obstack_chunk_alloc counted
#define obstack_chunk_free returned

static void *with_arg(void *arg, long n)
{
	printf("%s gives %ld\n", (char *)arg, n);
	return malloc(n);
}

static void back_with_arg(void *arg, void *p)
{
	printf("%s takes\n", (char *)arg);
	free(p);
}

static void *none(size_t n)
{
	return 0;
}

static void failed(void)
{
	printf("no memory\n");
	exit(3);
}

int main(void)
{
	struct obstack s;
	char *a, *b, *c, *big;
	int *numbers, i;
	obstack_init(&s);
	printf("chunk %d, mask %d, room %u, empty %d, live %d\n", (int)obstack_chunk_size(&s), obstack_alignment_mask(&s), obstack_room(&s), obstack_empty_p(&s), live);
	a = obstack_copy0(&s, "first", 5);
	b = obstack_alloc(&s, 3);
	c = obstack_copy(&s, "xyz", 4);
	printf("%s %d %d %s\n", a, (int)(b - a), (int)(c - b), c);
	obstack_grow(&s, "grown ", 6);
	obstack_1grow(&s, 'A');
	obstack_1grow_fast(&s, 'B');
	printf("size %u, base then next %d\n", obstack_object_size(&s), (int)((char *)obstack_next_free(&s) - (char *)obstack_base(&s)));
	obstack_blank(&s, 2);
	((char *)obstack_base(&s))[8] = '-';
	((char *)obstack_base(&s))[9] = '>';
	printf("printf gave %d\n", obstack_printf(&s, "%d and %s", 42, "text"));
	obstack_grow0(&s, "!", 1);
	puts(obstack_finish(&s));
	for (i = 0; i < 5000; i++)
		obstack_int_grow(&s, i * i);
	printf("size %u, live %d, got %d, last chunk %d\n", obstack_object_size(&s), live, got, last_size);
	numbers = obstack_finish(&s);
	printf("%d %d\n", numbers[70], numbers[4999]);
	obstack_ptr_grow(&s, a);
	obstack_ptr_grow_fast(&s, c);
	obstack_ptr_grow(&s, 0);
	puts(((char **)obstack_finish(&s))[1]);
	obstack_make_room(&s, 300);
	printf("room for 300: %d\n", obstack_room(&s) >= 300);
	obstack_blank_fast(&s, 300);
	obstack_blank(&s, -100);
	printf("shrunk %u\n", obstack_object_size(&s));
	obstack_int_grow_fast(&s, 7);
	obstack_free(&s, obstack_finish(&s));
	printf("after free %u, live %d, used %d\n", obstack_object_size(&s), live, (int)obstack_memory_used(&s));
	obstack_free(&s, c);
	printf("back to c: live %d, next is c: %d, first still %s\n", live, obstack_next_free(&s) == c, a);
	obstack_chunk_size(&s) = 100;
	for (i = 0; i < 40; i++)
		big = obstack_alloc(&s, 200 + i);
	memset(big, 1, 200);
	printf("live %d, got %d, last %d, allocated %d %d\n", live, got, last_size, _obstack_allocated_p(&s, a), _obstack_allocated_p(&s, &s));
	obstack_free(&s, 0);
	printf("all back: %d\n", live);

	obstack_specify_allocation_with_arg(&s, 256, 8, with_arg, back_with_arg, "pool");
	a = obstack_finish(&s);
	printf("an empty object at the base: %d, mask %d\n", a == (char *)s.chunk->contents, obstack_alignment_mask(&s));
	obstack_blank(&s, 500);
	obstack_finish(&s);
	obstack_free(&s, a);
	obstack_free(&s, 0);

	obstack_begin(&s, 1000);
	printf("begun %d\n", last_size);
	obstack_free(&s, 0);
	obstack_alloc_failed_handler = failed;
	obstack_chunkfun(&s, none);
	obstack_begin(&s, 0);
	obstack_chunkfun(&s, none);
	obstack_blank(&s, 10000);
	return 0;
}
