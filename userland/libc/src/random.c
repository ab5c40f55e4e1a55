/* random(3), rand(3): the additive feedback generator r[i] = r[i-3] + r[i-31] and its smaller kinds. */
#include <bits/libc.h>
#include <stdlib.h>

enum { KINDS = 5 };
static const int degrees[KINDS] = { 0, 7, 15, 31, 63 };
static const int seps[KINDS] = { 0, 3, 1, 3, 1 };

/* The state that srandom(1) would make, filled in on first use. */
static int table[32] = { 3 };
static struct random_data own;

static struct random_data *generator(void)
{
	if (!own.state) {
		own.state = table + 1;
		own.rand_type = 3;
		own.rand_deg = 31;
		own.rand_sep = 3;
		own.end_ptr = table + 32;
		srandom_r(1, &own);
	}
	return &own;
}

int srandom_r(unsigned int seed, struct random_data *d)
{
	int i, *r = d->state;
	long word;
	if (!d || d->rand_type < 0 || d->rand_type >= KINDS)
		return -1;
	if (seed == 0)
		seed = 1;
	r[0] = seed;
	if (d->rand_type == 0)
		return 0;
	word = (int)seed;
	for (i = 1; i < d->rand_deg; i++) {
		/* 16807 * word modulo 2^31 - 1, without overflow */
		long hi = word / 127773, lo = word % 127773;
		word = 16807 * lo - 2836 * hi;
		if (word < 0)
			word += 2147483647;
		r[i] = word;
	}
	d->fptr = &r[d->rand_sep];
	d->rptr = &r[0];
	for (i = 0; i < 10 * d->rand_deg; i++) {
		int discard;
		random_r(d, &discard);
	}
	return 0;
}

int random_r(struct random_data *d, int *result)
{
	unsigned int v;
	if (!d || !result) {
		errno = EINVAL;
		return -1;
	}
	if (d->rand_type == 0) {
		*result = d->state[0] = (d->state[0] * 1103515245U + 12345U) & 0x7fffffff;
		return 0;
	}
	v = (unsigned)*d->fptr + (unsigned)*d->rptr;
	*d->fptr = v;
	*result = v >> 1;
	if (++d->fptr >= d->end_ptr) {
		d->fptr = d->state;
		d->rptr++;
	} else if (++d->rptr >= d->end_ptr)
		d->rptr = d->state;
	return 0;
}

/* The word before the state says its kind and where the generator stands. */
static void save_kind(struct random_data *d)
{
	if (d->state)
		d->state[-1] = d->rand_type == 0 ? 0 : (d->rptr - d->state) * KINDS + d->rand_type;
}

int initstate_r(unsigned int seed, char *buf, size_t n, struct random_data *d)
{
	int kind = n >= 256 ? 4 : n >= 128 ? 3 : n >= 64 ? 2 : n >= 32 ? 1 : 0;
	if (!d || n < 8) {
		errno = EINVAL;
		return -1;
	}
	save_kind(d);
	d->rand_type = kind;
	d->rand_deg = degrees[kind];
	d->rand_sep = seps[kind];
	d->state = (int *)buf + 1;
	d->end_ptr = d->state + d->rand_deg;
	srandom_r(seed, d);
	save_kind(d);
	return 0;
}

int setstate_r(char *buf, struct random_data *d)
{
	int *state = (int *)buf + 1, kind = state[-1] % KINDS;
	if (!d || kind < 0) {
		errno = EINVAL;
		return -1;
	}
	save_kind(d);
	d->rand_type = kind;
	d->rand_deg = degrees[kind];
	d->rand_sep = seps[kind];
	if (kind != 0) {
		int at = state[-1] / KINDS;
		d->rptr = &state[at];
		d->fptr = &state[(at + d->rand_sep) % d->rand_deg];
	}
	d->state = state;
	d->end_ptr = state + d->rand_deg;
	return 0;
}

char *initstate(unsigned int seed, char *buf, size_t n)
{
	char *old = (char *)(generator()->state - 1);
	return initstate_r(seed, buf, n, &own) ? 0 : old;
}

char *setstate(char *buf)
{
	char *old = (char *)(generator()->state - 1);
	return setstate_r(buf, &own) ? 0 : old;
}

long random(void)
{
	int v;
	random_r(generator(), &v);
	return v;
}

void srandom(unsigned int seed)
{
	srandom_r(seed, generator());
}

int rand(void)
{
	return random();
}

void srand(unsigned int seed)
{
	srandom(seed);
}
