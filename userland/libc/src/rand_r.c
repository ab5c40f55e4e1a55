/* rand_r(3), drand48(3), arc4random(3) */
#include <bits/libc.h>
#include <stdlib.h>
#include <sys/random.h>

int rand_r(unsigned int *seed)
{
	unsigned int next = *seed;
	int r;
	next = next * 1103515245 + 12345;
	r = (next >> 16) % 2048;
	next = next * 1103515245 + 12345;
	r = r << 10 ^ (next >> 16) % 1024;
	next = next * 1103515245 + 12345;
	r = r << 10 ^ (next >> 16) % 1024;
	*seed = next;
	return r;
}

static unsigned short state48[3], old48[3];
static unsigned long factor48 = 0x5deece66d;
static unsigned short add48 = 0xb;

static unsigned long step48(unsigned short x[3])
{
	unsigned long v = x[0] | (unsigned long)x[1] << 16 | (unsigned long)x[2] << 32;
	v = v * factor48 + add48;
	x[0] = v;
	x[1] = v >> 16;
	x[2] = v >> 32;
	return v & 0xffffffffffff;
}

double erand48(unsigned short x[3])
{
	return step48(x) / 281474976710656.0;
}

long nrand48(unsigned short x[3])
{
	return step48(x) >> 17;
}

long jrand48(unsigned short x[3])
{
	return (int)(step48(x) >> 16);
}

double drand48(void)
{
	return erand48(state48);
}

long lrand48(void)
{
	return nrand48(state48);
}

long mrand48(void)
{
	return jrand48(state48);
}

static void defaults48(void)
{
	factor48 = 0x5deece66d;
	add48 = 0xb;
}

static unsigned long step48_r(unsigned short x[3], struct drand48_data *d)
{
	unsigned long v = x[0] | (unsigned long)x[1] << 16 | (unsigned long)x[2] << 32;
	if (!d->__init) {
		d->__a = 0x5deece66d;
		d->__c = 0xb;
		d->__init = 1;
	}
	v = (v * d->__a + d->__c) & 0xffffffffffff;
	x[0] = v;
	x[1] = v >> 16;
	x[2] = v >> 32;
	return v;
}

int srand48_r(long seed, struct drand48_data *d)
{
	d->__x[0] = 0x330e;
	d->__x[1] = seed;
	d->__x[2] = seed >> 16;
	d->__a = 0x5deece66d;
	d->__c = 0xb;
	d->__init = 1;
	return 0;
}

int erand48_r(unsigned short x[3], struct drand48_data *d, double *r)
{
	*r = step48_r(x, d) / 281474976710656.0;
	return 0;
}

int nrand48_r(unsigned short x[3], struct drand48_data *d, long *r)
{
	*r = step48_r(x, d) >> 17;
	return 0;
}

int drand48_r(struct drand48_data *d, double *r)
{
	return erand48_r(d->__x, d, r);
}

int lrand48_r(struct drand48_data *d, long *r)
{
	return nrand48_r(d->__x, d, r);
}

int mrand48_r(struct drand48_data *d, long *r)
{
	*r = (int)(step48_r(d->__x, d) >> 16);
	return 0;
}

void srand48(long seed)
{
	state48[0] = 0x330e;
	state48[1] = seed;
	state48[2] = seed >> 16;
	defaults48();
}

unsigned short *seed48(unsigned short x[3])
{
	int i;
	for (i = 0; i < 3; i++) {
		old48[i] = state48[i];
		state48[i] = x[i];
	}
	defaults48();
	return old48;
}

void lcong48(unsigned short p[7])
{
	state48[0] = p[0];
	state48[1] = p[1];
	state48[2] = p[2];
	factor48 = p[3] | (unsigned long)p[4] << 16 | (unsigned long)p[5] << 32;
	add48 = p[6];
}

ssize_t getrandom(void *p, size_t n, unsigned int flags)
{
	__RETURN(__syscall(SYS_getrandom, p, n, flags));
}

int getentropy(void *p, size_t n)
{
	if (n > 256) {
		errno = EIO;
		return -1;
	}
	return getrandom(p, n, 0) < 0 ? -1 : 0;
}

void arc4random_buf(void *p, size_t n)
{
	getrandom(p, n, 0);
}

unsigned int arc4random(void)
{
	unsigned int v = 0;
	getrandom(&v, sizeof v, 0);
	return v;
}

unsigned int arc4random_uniform(unsigned int bound)
{
	return bound < 2 ? 0 : arc4random() % bound;
}
