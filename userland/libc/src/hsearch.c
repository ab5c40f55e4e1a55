/* hsearch(3), lsearch(3), insque(3) */
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

struct __hash_slot { ENTRY entry; int used; };

static struct hsearch_data global;

/* As many entries fit as glibc has room for: the next odd prime. */
static size_t prime_from(size_t n)
{
	size_t d;
	for (n |= 1;; n += 2) {
		for (d = 3; d * d <= n && n % d; d += 2)
			;
		if (d * d > n)
			return n;
	}
}

int hcreate_r(size_t n, struct hsearch_data *h)
{
	if (h->table)
		return 0;
	if (n > 0x7fffffff) {
		errno = ENOMEM;
		return 0;
	}
	h->size = prime_from(n < 3 ? 3 : n);
	h->filled = 0;
	h->table = calloc(h->size, sizeof *h->table);
	return h->table != 0;
}

void hdestroy_r(struct hsearch_data *h)
{
	free(h->table);
	h->table = 0;
}

int hsearch_r(ENTRY e, ACTION action, ENTRY **found, struct hsearch_data *h)
{
	unsigned long hash = 5381;
	unsigned int at, n;
	const char *p;
	for (p = e.key; *p; p++)
		hash = hash * 33 + (unsigned char)*p;
	at = hash % h->size;
	for (n = 0; n < h->size && h->table[at].used; n++) {
		if (!strcmp(h->table[at].entry.key, e.key)) {
			*found = &h->table[at].entry;
			return 1;
		}
		at = at + 1 == h->size ? 0 : at + 1;
	}
	*found = 0;
	if (action == FIND) {
		errno = ESRCH;
		return 0;
	}
	if (n == h->size) {
		errno = ENOMEM;
		return 0;
	}
	h->table[at].used = 1;
	h->table[at].entry = e;
	h->filled++;
	*found = &h->table[at].entry;
	return 1;
}

int hcreate(size_t n)
{
	return hcreate_r(n, &global);
}

void hdestroy(void)
{
	hdestroy_r(&global);
}

ENTRY *hsearch(ENTRY e, ACTION action)
{
	ENTRY *found;
	hsearch_r(e, action, &found, &global);
	return found;
}

void *lfind(const void *key, const void *base, size_t *n, size_t size, int (*compare)(const void *, const void *))
{
	const char *p = base;
	size_t i;
	for (i = 0; i < *n; i++, p += size)
		if (compare(key, p) == 0)
			return (void *)p;
	return 0;
}

void *lsearch(const void *key, void *base, size_t *n, size_t size, int (*compare)(const void *, const void *))
{
	void *found = lfind(key, base, n, size, compare);
	return found ? found : memcpy((char *)base + size * (*n)++, key, size);
}

struct link { struct link *next, *prev; };

void insque(void *element, void *after)
{
	struct link *e = element, *a = after;
	e->prev = a;
	e->next = a ? a->next : 0;
	if (a) {
		if (a->next)
			a->next->prev = e;
		a->next = e;
	}
}

void remque(void *element)
{
	struct link *e = element;
	if (e->next)
		e->next->prev = e->prev;
	if (e->prev)
		e->prev->next = e->next;
}
