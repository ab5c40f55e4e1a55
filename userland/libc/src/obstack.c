/* obstack(3): stacks of objects in chunks. The last object grows until it is finished. */
#include <bits/libc.h>
#include <obstack.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { ALIGNMENT = alignof(max_align_t), CHUNK = 4096 - 32 /* malloc's own words fit into the page as well */ };

int obstack_exit_failure = EXIT_FAILURE;

static void exhausted(void)
{
	fprintf(stderr, "memory exhausted\n");
	exit(obstack_exit_failure);
}

void (*obstack_alloc_failed_handler)(void) = exhausted;

static char *aligned(const struct obstack *h, char *p)
{
	return (char *)(((uintptr_t)p + h->alignment_mask) & ~(uintptr_t)h->alignment_mask);
}

static struct _obstack_chunk *get_chunk(struct obstack *h, long size)
{
	struct _obstack_chunk *new = h->use_extra_arg ? h->chunkfun(h->extra_arg, size) : ((struct _obstack_chunk *(*)(long))h->chunkfun)(size);
	if (!new)
		obstack_alloc_failed_handler();
	return new;
}

static void drop_chunk(struct obstack *h, struct _obstack_chunk *old)
{
	if (h->use_extra_arg)
		h->freefun(h->extra_arg, old);
	else
		((void (*)(struct _obstack_chunk *))h->freefun)(old);
}

static int begin(struct obstack *h, int size, int alignment)
{
	struct _obstack_chunk *c;
	h->chunk_size = size ? size : CHUNK;
	h->alignment_mask = (alignment ? alignment : ALIGNMENT) - 1;
	h->maybe_empty_object = h->alloc_failed = 0;
	c = h->chunk = get_chunk(h, h->chunk_size);
	h->object_base = h->next_free = aligned(h, c->contents);
	h->chunk_limit = c->limit = (char *)c + h->chunk_size;
	c->prev = 0;
	return 1;
}

int _obstack_begin(struct obstack *h, int size, int alignment, void *(*get)(long), void (*drop)(void *))
{
	h->chunkfun = (struct _obstack_chunk *(*)(void *, long))get;
	h->freefun = (void (*)(void *, struct _obstack_chunk *))drop;
	h->use_extra_arg = 0;
	return begin(h, size, alignment);
}

int _obstack_begin_1(struct obstack *h, int size, int alignment, void *(*get)(void *, long), void (*drop)(void *, void *), void *arg)
{
	h->chunkfun = (struct _obstack_chunk *(*)(void *, long))get;
	h->freefun = (void (*)(void *, struct _obstack_chunk *))drop;
	h->extra_arg = arg;
	h->use_extra_arg = 1;
	return begin(h, size, alignment);
}

/* Moves the object that grows to a chunk in which it may grow by n. */
void _obstack_newchunk(struct obstack *h, int n)
{
	struct _obstack_chunk *old = h->chunk, *new;
	long done = h->next_free - h->object_base;
	long size = done + n + (done >> 3) + h->alignment_mask + 100;
	char *base;
	if (size < h->chunk_size)
		size = h->chunk_size;
	new = get_chunk(h, size);
	new->prev = old;
	new->limit = h->chunk_limit = (char *)new + size;
	base = aligned(h, new->contents);
	memcpy(base, h->object_base, done);
	/* Nothing else was in the old chunk. An empty object there would have an address that the program knows. */
	if (!h->maybe_empty_object && h->object_base == aligned(h, old->contents)) {
		new->prev = old->prev;
		drop_chunk(h, old);
	}
	h->chunk = new;
	h->object_base = base;
	h->next_free = base + done;
	h->maybe_empty_object = 0;
}

static int holds(const struct _obstack_chunk *c, const void *object)
{
	return (const void *)c < object && object <= (const void *)c->limit;
}

int _obstack_allocated_p(struct obstack *h, void *object)
{
	struct _obstack_chunk *c = h->chunk;
	while (c && !holds(c, object))
		c = c->prev;
	return c != 0;
}

int _obstack_memory_used(struct obstack *h)
{
	struct _obstack_chunk *c;
	int total = 0;
	for (c = h->chunk; c; c = c->prev)
		total += c->limit - (char *)c;
	return total;
}

void *__obstack_finish(struct obstack *h)
{
	char *object = h->object_base;
	if (h->next_free == object)
		h->maybe_empty_object = 1;
	h->next_free = aligned(h, h->next_free);
	if (h->next_free > h->chunk_limit)
		h->next_free = h->chunk_limit;
	h->object_base = h->next_free;
	return object;
}

/* Frees the object and all that came after it; everything, if object is null. */
void obstack_free(struct obstack *h, void *object)
{
	struct _obstack_chunk *c = h->chunk;
	while (c && !holds(c, object)) {
		struct _obstack_chunk *prev = c->prev;
		drop_chunk(h, c);
		c = prev;
		/* What is now last may be an empty object. */
		h->maybe_empty_object = 1;
	}
	h->chunk = c;
	if (c) {
		h->object_base = h->next_free = object;
		h->chunk_limit = c->limit;
	} else if (object)
		abort();
}

int obstack_vprintf(struct obstack *h, const char *fmt, va_list ap)
{
	char *text;
	int n = vasprintf(&text, fmt, ap);
	if (n < 0)
		return n;
	obstack_grow(h, text, n);
	free(text);
	return n;
}

int obstack_printf(struct obstack *h, const char *fmt, ...)
{
	va_list ap;
	int n;
	va_start(ap, fmt);
	n = obstack_vprintf(h, fmt, ap);
	va_end(ap);
	return n;
}
