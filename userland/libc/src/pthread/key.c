/* pthread_key_create(3), pthread_setspecific(3). A key's number is used again under another sequence number, which is odd
 * while the key exists. */
#include <bits/thread.h>
#include <stdlib.h>

static struct key { unsigned long seq; void (*destructor)(void *); } keys[KEYS];

int pthread_key_create(pthread_key_t *k, void (*destructor)(void *))
{
	unsigned int n;
	for (n = 0; n < KEYS; n++) {
		unsigned long seq = keys[n].seq;
		if (seq % 2 == 0 && __atomic_compare_exchange_n(&keys[n].seq, &seq, seq + 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
			keys[n].destructor = destructor;
			*k = n;
			return 0;
		}
	}
	return EAGAIN;
}

int pthread_key_delete(pthread_key_t k)
{
	if (k >= KEYS || keys[k].seq % 2 == 0)
		return EINVAL;
	keys[k].seq++;
	return 0;
}

static struct __specific *place(pthread_key_t k, int make)
{
	struct __specific **block = &__self.specific[k / KEY_BLOCK];
	if (k < KEY_BLOCK)
		return &__self.first_block[k];
	if (!*block && make)
		*block = calloc(KEY_BLOCK, sizeof **block);
	return *block ? &(*block)[k % KEY_BLOCK] : 0;
}

void *pthread_getspecific(pthread_key_t k)
{
	struct __specific *s = k < KEYS ? place(k, 0) : 0;
	return s && s->seq == keys[k].seq ? s->value : 0;
}

int pthread_setspecific(pthread_key_t k, const void *value)
{
	struct __specific *s;
	if (k >= KEYS || keys[k].seq % 2 == 0)
		return EINVAL;
	s = place(k, value != 0);
	if (!s)
		return value ? ENOMEM : 0;
	s->seq = keys[k].seq;
	s->value = (void *)value;
	return 0;
}

/* The values' destructors, as long as they leave new values, but not for ever. */
void __run_destructors(void)
{
	int round, again = 1;
	unsigned int n;
	for (round = 0; again && round < 4; round++) {
		again = 0;
		for (n = 0; n < KEYS; n++) {
			struct __specific *s = place(n, 0);
			void *value;
			if (!s) {
				n |= KEY_BLOCK - 1;
				continue;
			}
			value = s->value;
			s->value = 0;
			if (value && s->seq == keys[n].seq && keys[n].destructor) {
				again = 1;
				keys[n].destructor(value);
			}
		}
	}
	for (n = 1; n < KEYS / KEY_BLOCK; n++)
		free(__self.specific[n]);
}
