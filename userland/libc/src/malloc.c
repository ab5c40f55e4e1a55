/* malloc(3): chunks with boundary tags, small free ones kept by size, the rest in bins and merged.
 * A chunk's header word is its size with two flags; user memory starts 16 bytes after the chunk and reaches
 * into the next chunk's first word, as in glibc, so malloc_usable_size and the checks agree with it. */
#include <bits/libc.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>

struct chunk {
	size_t before; /* size of the chunk before, if that is free */
	size_t head;   /* own size, INUSE_BEFORE, MAPPED */
	struct chunk *next, *prev;
};

enum { INUSE_BEFORE = 1, MAPPED = 2, MIN_CHUNK = 32, CACHED = 64, DEEP = 7, BINS = 160, PAD = 128 * 1024 };

#define SIZE(c) ((c)->head & ~(size_t)15)
#define MEM(c) ((void *)((char *)(c) + 16))
#define CHUNK(p) ((struct chunk *)((char *)(p) - 16))
#define AT(c, n) ((struct chunk *)((char *)(c) + (n)))

struct cached { struct cached *next; void *key; };

static struct cached *cache[CACHED];
static unsigned char cache_count[CACHED];
static struct chunk bins[BINS];
static unsigned long bin_map[3];
static struct chunk *top;      /* the last chunk, ends at heap_end */
static char *heap_start, *heap_end;
static size_t mmap_threshold = 128 * 1024;

static int bin_index(size_t size)
{
	int log = 10;
	if (size < 1024)
		return size / 16;
	while (size >> (log + 1))
		log++;
	log = 64 + (log - 10) * 2 + (size >> (log - 1) & 1);
	return log < BINS ? log : BINS - 1;
}

static void bin_add(struct chunk *c)
{
	int i = bin_index(SIZE(c));
	struct chunk *b = &bins[i];
	if (!b->next)
		b->next = b->prev = b;
	c->next = b->next;
	c->prev = b;
	b->next->prev = c;
	b->next = c;
	bin_map[i / 64] |= 1UL << i % 64;
}

static void bin_remove(struct chunk *c)
{
	if (c->next->prev != c || c->prev->next != c)
		__fatal("corrupted double-linked list");
	c->next->prev = c->prev;
	c->prev->next = c->next;
}

/* The first free chunk of at least size, out of its bin; or 0. */
static struct chunk *bin_take(size_t size)
{
	int i = bin_index(size);
	for (; i < BINS; i++) {
		struct chunk *b = &bins[i], *c;
		if (!(bin_map[i / 64] >> i % 64)) {
			i |= 63;
			continue;
		}
		if (!(bin_map[i / 64] >> i % 64 & 1))
			continue;
		for (c = b->prev; c != b; c = c->prev)
			if (SIZE(c) >= size) {
				bin_remove(c);
				return c;
			}
		if (b->next == b)
			bin_map[i / 64] &= ~(1UL << i % 64);
	}
	return 0;
}

static void set_free(struct chunk *c, size_t size)
{
	c->head = size | (c->head & INUSE_BEFORE);
	AT(c, size)->before = size;
	AT(c, size)->head &= ~(size_t)INUSE_BEFORE;
	bin_add(c);
}

/* Cuts an in-use chunk to size; what is left is freed. */
static void release(struct chunk *c);
static void trim_chunk(struct chunk *c, size_t size)
{
	size_t rest = SIZE(c) - size;
	struct chunk *r = AT(c, size);
	if (rest < MIN_CHUNK)
		return;
	c->head = size | (c->head & INUSE_BEFORE);
	r->head = rest | INUSE_BEFORE;
	AT(r, rest)->head |= INUSE_BEFORE;
	release(r);
}

/* More heap from brk. Returns 0 if the kernel gives none. */
static int grow(size_t size)
{
	size_t have = top ? SIZE(top) : 0, more = size + PAD + MIN_CHUNK - have;
	char *at;
	if (!heap_start) {
		heap_start = heap_end = (char *)__syscall(SYS_brk, 0);
		if ((size_t)heap_start & 15)
			heap_start += 16 - ((size_t)heap_start & 15);
	}
	more = (more + 4095) & ~(size_t)4095;
	if (more > (size_t)1 << 46)
		return 0;
	at = (char *)__syscall(SYS_brk, heap_end + more);
	if (at != heap_end + more)
		return 0;
	if (!top) {
		top = (struct chunk *)heap_start;
		top->head = (at - heap_start) | INUSE_BEFORE;
	} else
		top->head = (have + more) | (top->head & INUSE_BEFORE);
	heap_end = at;
	return 1;
}

static void *map_chunk(size_t size)
{
	size_t bytes = (size + 8 + 4095) & ~(size_t)4095;
	struct chunk *c = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (c == MAP_FAILED)
		return 0;
	c->before = 0;
	c->head = bytes | MAPPED;
	return MEM(c);
}

static void *from_top(size_t size)
{
	struct chunk *c = top;
	size_t left = SIZE(c) - size;
	if (SIZE(c) > (size_t)(heap_end - (char *)c))
		__fatal("malloc(): corrupted top size");
	c->head = size | (c->head & INUSE_BEFORE);
	top = AT(c, size);
	top->head = left | INUSE_BEFORE;
	return MEM(c);
}

static void *take(size_t size)
{
	struct chunk *c = bin_take(size);
	if (c) {
		AT(c, SIZE(c))->head |= INUSE_BEFORE;
		trim_chunk(c, size);
		return MEM(c);
	}
	if (!top && !grow(0x290))
		return map_chunk(size);
	if (SIZE(top) >= size + MIN_CHUNK)
		return from_top(size);
	if (size >= mmap_threshold) {
		void *p = map_chunk(size);
		if (p)
			return p;
	}
	if (grow(size))
		return from_top(size);
	return map_chunk(size);
}

void *malloc(size_t n)
{
	size_t size = n + 23 & ~(size_t)15;
	void *p;
	if (n > PTRDIFF_MAX) {
		errno = ENOMEM;
		return 0;
	}
	if (size < MIN_CHUNK)
		size = MIN_CHUNK;
	if (__threaded)
		__lock(&__malloc_lock);
	if (size <= 1040) {
		int i = (size - MIN_CHUNK) / 16;
		struct cached *e = cache[i];
		if (e) {
			cache[i] = e->next;
			cache_count[i]--;
			e->key = 0;
			if (__threaded)
				__unlock(&__malloc_lock);
			return e;
		}
	}
	p = take(size);
	if (__threaded)
		__unlock(&__malloc_lock);
	if (!p)
		errno = ENOMEM;
	return p;
}

/* Gives the end of the heap back when much of it is free. */
static void trim_top(void)
{
	size_t extra = (SIZE(top) - MIN_CHUNK - 1 - PAD) & ~(size_t)4095;
	if (SIZE(top) < PAD + MIN_CHUNK + 4096 || extra == 0)
		return;
	if ((char *)__syscall(SYS_brk, heap_end - extra) == heap_end - extra) {
		heap_end -= extra;
		top->head -= extra;
	}
}

/* Frees a chunk of the heap: merges it with its free neighbours, or into the top. */
static void release(struct chunk *c)
{
	size_t size = SIZE(c);
	struct chunk *after = AT(c, size);
	if (!(c->head & INUSE_BEFORE)) {
		size += c->before;
		if (SIZE(AT(c, -c->before)) != c->before)
			__fatal("corrupted size vs. prev_size while consolidating");
		c = AT(c, -c->before);
		bin_remove(c);
	}
	if (after == top) {
		size += SIZE(top);
		top = c;
		c->head = size | (c->head & INUSE_BEFORE);
	} else {
		if (!(AT(after, SIZE(after))->head & INUSE_BEFORE)) {
			size += SIZE(after);
			bin_remove(after);
		}
		set_free(c, size);
	}
	if (size >= 65536 && SIZE(top) >= PAD)
		trim_top();
}

static void unmap(struct chunk *c)
{
	size_t size = SIZE(c);
	if (((size_t)c - c->before | (size + c->before)) & 4095)
		__fatal("munmap_chunk(): invalid pointer");
	if (size > mmap_threshold && size <= 32 << 20)
		mmap_threshold = size;
	munmap((char *)c - c->before, size + c->before);
}

/* The mistakes glibc finds when a chunk goes back to the heap. */
static void check_release(struct chunk *c)
{
	size_t size = SIZE(c);
	struct chunk *after = AT(c, size);
	int small = size <= 128;
	if (c == top)
		__fatal("double free or corruption (top)");
	if ((char *)c < heap_start || (char *)after >= heap_end)
		__fatal(small ? "free(): invalid next size (fast)" : "double free or corruption (out)");
	if (!(after->head & INUSE_BEFORE))
		__fatal(small ? "double free or corruption (fasttop)" : "double free or corruption (!prev)");
	if (after->head <= 16 || SIZE(after) >= (size_t)(heap_end - heap_start) + 16)
		__fatal(small ? "free(): invalid next size (fast)" : "free(): invalid next size (normal)");
}

void free(void *p)
{
	struct chunk *c = CHUNK(p);
	size_t size;
	int saved;
	if (!p)
		return;
	saved = errno;
	if (c->head & MAPPED) {
		unmap(c);
		errno = saved;
		return;
	}
	size = SIZE(c);
	if ((size_t)c > -size || (size_t)c & 15)
		__fatal("free(): invalid pointer");
	if (size < MIN_CHUNK || c->head & 8)
		__fatal("free(): invalid size");
	if (__threaded)
		__lock(&__malloc_lock);
	if (size <= 1040) {
		int i = (size - MIN_CHUNK) / 16;
		struct cached *e = p, *q;
		if (e->key == cache)
			for (q = cache[i]; q; q = q->next)
				if (q == e)
					__fatal("free(): double free detected in tcache 2");
		if (cache_count[i] < DEEP) {
			e->key = cache;
			e->next = cache[i];
			cache[i] = e;
			cache_count[i]++;
			if (__threaded)
				__unlock(&__malloc_lock);
			return;
		}
	}
	check_release(c);
	release(c);
	if (__threaded)
		__unlock(&__malloc_lock);
	errno = saved;
}

void *calloc(size_t n, size_t each)
{
	size_t bytes = n * each;
	void *p;
	if (each && bytes / each != n) {
		errno = ENOMEM;
		return 0;
	}
	p = malloc(bytes);
	if (p && !(CHUNK(p)->head & MAPPED))
		memset(p, 0, bytes);
	return p;
}

size_t malloc_usable_size(void *p)
{
	if (!p)
		return 0;
	return SIZE(CHUNK(p)) - (CHUNK(p)->head & MAPPED ? 16 : 8);
}

static void *remap(struct chunk *c, size_t n)
{
	size_t old = SIZE(c) + c->before, bytes = (n + 16 + c->before + 4095) & ~(size_t)4095;
	size_t before = c->before;
	char *at;
	if (bytes == old)
		return MEM(c);
	at = mremap((char *)c - before, old, bytes, MREMAP_MAYMOVE);
	if (at == MAP_FAILED)
		return 0;
	c = (struct chunk *)(at + before);
	c->head = (bytes - before) | MAPPED;
	return MEM(c);
}

/* Makes a heap chunk at least size large in place, if what follows is free. */
static int extend(struct chunk *c, size_t size)
{
	size_t have = SIZE(c);
	struct chunk *after = AT(c, have);
	if (after == top && have + SIZE(top) >= size + MIN_CHUNK) {
		size_t left = have + SIZE(top) - size;
		c->head = size | (c->head & INUSE_BEFORE);
		top = AT(c, size);
		top->head = left | INUSE_BEFORE;
		return 1;
	}
	if (after != top && !(AT(after, SIZE(after))->head & INUSE_BEFORE) && have + SIZE(after) >= size) {
		bin_remove(after);
		have += SIZE(after);
		c->head = have | (c->head & INUSE_BEFORE);
		AT(c, have)->head |= INUSE_BEFORE;
		return 1;
	}
	return 0;
}

void *realloc(void *p, size_t n)
{
	struct chunk *c = CHUNK(p);
	size_t size = n + 23 & ~(size_t)15, have;
	void *q;
	if (!p)
		return malloc(n);
	if (n == 0) {
		free(p);
		return 0;
	}
	if (n > PTRDIFF_MAX) {
		errno = ENOMEM;
		return 0;
	}
	if (size < MIN_CHUNK)
		size = MIN_CHUNK;
	if (((size_t)c > -SIZE(c) || (size_t)c & 15))
		__fatal("realloc(): invalid pointer");
	if (c->head & MAPPED) {
		q = remap(c, n);
		if (q)
			return q;
	} else {
		if ((char *)c < heap_start || AT(c, SIZE(c)) > (struct chunk *)heap_end)
			__fatal("realloc(): invalid old size");
		__lock(&__malloc_lock);
		if (SIZE(c) >= size || extend(c, size)) {
			trim_chunk(c, size);
			__unlock(&__malloc_lock);
			return p;
		}
		__unlock(&__malloc_lock);
	}
	have = malloc_usable_size(p);
	q = malloc(n);
	if (!q)
		return 0;
	memcpy(q, p, have < n ? have : n);
	free(p);
	return q;
}

void *reallocarray(void *p, size_t n, size_t each)
{
	if (each && n > (size_t)-1 / each) {
		errno = ENOMEM;
		return 0;
	}
	return realloc(p, n * each);
}

void *memalign(size_t align, size_t n)
{
	size_t size = n + 23 & ~(size_t)15, room;
	char *p, *at;
	struct chunk *c, *d;
	if (align <= 16)
		return malloc(n);
	if (align & (align - 1))
		for (room = 32; room < align;)
			align = (room *= 2) < align ? align : room;
	if (n > PTRDIFF_MAX - align - 64) {
		errno = ENOMEM;
		return 0;
	}
	if (size < MIN_CHUNK)
		size = MIN_CHUNK;
	__lock(&__malloc_lock);
	p = take(size + align + MIN_CHUNK);
	if (!p) {
		__unlock(&__malloc_lock);
		errno = ENOMEM;
		return 0;
	}
	at = (char *)((size_t)p + align - 1 & -align);
	c = CHUNK(p);
	if (at != p) {
		if (at - p < MIN_CHUNK)
			at += align;
		d = CHUNK(at);
		room = at - p;
		if (c->head & MAPPED) {
			d->before = c->before + room;
			d->head = (SIZE(c) - room) | MAPPED;
			__unlock(&__malloc_lock);
			return at;
		}
		d->head = (SIZE(c) - room) | INUSE_BEFORE;
		c->head = room | (c->head & INUSE_BEFORE);
		release(c);
		c = d;
	}
	if (!(c->head & MAPPED))
		trim_chunk(c, size);
	__unlock(&__malloc_lock);
	return MEM(c);
}

int posix_memalign(void **p, size_t align, size_t n)
{
	int saved = errno;
	void *q;
	if (align % sizeof(void *) || align == 0 || align & (align - 1))
		return EINVAL;
	q = memalign(align, n);
	errno = saved;
	if (!q)
		return ENOMEM;
	*p = q;
	return 0;
}

void *aligned_alloc(size_t align, size_t n)
{
	return memalign(align, n);
}

void *valloc(size_t n)
{
	return memalign(4096, n);
}

void *pvalloc(size_t n)
{
	return memalign(4096, (n + 4095) & ~(size_t)4095);
}

int malloc_trim(size_t padding)
{
	char *old = heap_end;
	(void)padding;
	__lock(&__malloc_lock);
	if (top)
		trim_top();
	__unlock(&__malloc_lock);
	return old != heap_end;
}

int mallopt(int what, int value)
{
	if (what == M_MMAP_THRESHOLD)
		mmap_threshold = value;
	return 1;
}

struct mallinfo2 mallinfo2(void)
{
	struct mallinfo2 m;
	memset(&m, 0, sizeof m);
	m.arena = heap_end - heap_start;
	m.keepcost = m.fordblks = top ? SIZE(top) : 0;
	m.uordblks = m.arena - m.fordblks;
	m.ordblks = 1;
	return m;
}

struct mallinfo mallinfo(void)
{
	struct mallinfo2 a = mallinfo2();
	struct mallinfo m;
	memset(&m, 0, sizeof m);
	m.arena = a.arena;
	m.keepcost = m.fordblks = a.fordblks;
	m.uordblks = a.uordblks;
	m.ordblks = 1;
	return m;
}
