#ifndef _OBSTACK_H
#define _OBSTACK_H
#include <features.h>
#include <stddef.h>
#include <string.h>
struct _obstack_chunk { char *limit; struct _obstack_chunk *prev; char contents[4]; };
struct obstack {
	long chunk_size;
	struct _obstack_chunk *chunk;
	char *object_base, *next_free, *chunk_limit;
	union { ptrdiff_t tempint; void *tempptr; } temp;
	int alignment_mask;
	struct _obstack_chunk *(*chunkfun)(void *, long);
	void (*freefun)(void *, struct _obstack_chunk *);
	void *extra_arg;
	unsigned int use_extra_arg : 1, maybe_empty_object : 1, alloc_failed : 1;
};
extern void (*obstack_alloc_failed_handler)(void);
extern int obstack_exit_failure;
int _obstack_begin(struct obstack *, int, int, void *(*)(long), void (*)(void *));
int _obstack_begin_1(struct obstack *, int, int, void *(*)(void *, long), void (*)(void *, void *), void *);
void _obstack_newchunk(struct obstack *, int);
int _obstack_memory_used(struct obstack *);
int _obstack_allocated_p(struct obstack *, void *);
void *__obstack_finish(struct obstack *);
void obstack_free(struct obstack *, void *);
int obstack_printf(struct obstack *, const char *, ...) __attribute__((format(printf,2,3)));
int obstack_vprintf(struct obstack *, const char *, __builtin_va_list);
/* The program says what obstack_chunk_alloc and obstack_chunk_free are. */
#define obstack_init(h) obstack_begin(h, 0)
#define obstack_begin(h, size) obstack_specify_allocation(h, size, 0, obstack_chunk_alloc, obstack_chunk_free)
#define obstack_specify_allocation(h, size, alignment, get, drop) \
	_obstack_begin((h), (size), (alignment), (void *(*)(long))(get), (void (*)(void *))(drop))
#define obstack_specify_allocation_with_arg(h, size, alignment, get, drop, arg) \
	_obstack_begin_1((h), (size), (alignment), (void *(*)(void *, long))(get), (void (*)(void *, void *))(drop), (arg))
#define obstack_chunkfun(h, get) ((h)->chunkfun = (struct _obstack_chunk *(*)(void *, long))(get))
#define obstack_freefun(h, drop) ((h)->freefun = (void (*)(void *, struct _obstack_chunk *))(drop))
#define obstack_memory_used(h) _obstack_memory_used(h)
#define obstack_base(h) ((void *)(h)->object_base)
#define obstack_next_free(h) ((h)->next_free)
#define obstack_chunk_size(h) ((h)->chunk_size)
#define obstack_alignment_mask(h) ((h)->alignment_mask)
#define obstack_object_size(h) __extension__({ struct obstack const *__s = (h); (unsigned int)(__s->next_free - __s->object_base); })
#define obstack_room(h) __extension__({ struct obstack const *__s = (h); (unsigned int)(__s->chunk_limit - __s->next_free); })
#define obstack_empty_p(h) __extension__({ struct obstack const *__s = (h); !__s->chunk->prev && __s->next_free == (char *)(((size_t)__s->chunk->contents + __s->alignment_mask) & ~(size_t)__s->alignment_mask); })
/* Each macro has locals of another name than the one that it uses. */
#define obstack_make_room(h, n) __extension__({ struct obstack *__s = (h); int __n = (n); if (__s->chunk_limit - __s->next_free < __n) _obstack_newchunk(__s, __n); (void)0; })
#define obstack_blank_fast(h, n) ((h)->next_free += (n))
#define obstack_1grow_fast(h, c) (*((h)->next_free)++ = (c))
#define obstack_ptr_grow_fast(h, p) __extension__({ struct obstack *__f = (h); *(const void **)__f->next_free = (p); __f->next_free += sizeof(void *); (void)0; })
#define obstack_int_grow_fast(h, i) __extension__({ struct obstack *__f = (h); *(int *)__f->next_free = (i); __f->next_free += sizeof(int); (void)0; })
#define obstack_blank(h, n) __extension__({ struct obstack *__b = (h); int __len = (n); obstack_make_room(__b, __len); __b->next_free += __len; (void)0; })
#define obstack_grow(h, from, n) __extension__({ struct obstack *__b = (h); int __len = (n); obstack_make_room(__b, __len); memcpy(__b->next_free, (from), __len); __b->next_free += __len; (void)0; })
#define obstack_grow0(h, from, n) __extension__({ struct obstack *__b = (h); int __len = (n); obstack_make_room(__b, __len + 1); memcpy(__b->next_free, (from), __len); __b->next_free += __len; *__b->next_free++ = 0; (void)0; })
#define obstack_1grow(h, c) __extension__({ struct obstack *__b = (h); obstack_make_room(__b, 1); *__b->next_free++ = (c); (void)0; })
#define obstack_ptr_grow(h, p) __extension__({ struct obstack *__b = (h); obstack_make_room(__b, (int)sizeof(void *)); obstack_ptr_grow_fast(__b, p); })
#define obstack_int_grow(h, i) __extension__({ struct obstack *__b = (h); obstack_make_room(__b, (int)sizeof(int)); obstack_int_grow_fast(__b, i); })
#define obstack_finish(h) __obstack_finish(h)
#define obstack_alloc(h, n) __extension__({ struct obstack *__a = (h); obstack_blank(__a, (n)); __obstack_finish(__a); })
#define obstack_copy(h, from, n) __extension__({ struct obstack *__a = (h); obstack_grow(__a, (from), (n)); __obstack_finish(__a); })
#define obstack_copy0(h, from, n) __extension__({ struct obstack *__a = (h); obstack_grow0(__a, (from), (n)); __obstack_finish(__a); })
#endif
