/* feof(3), ferror(3), clearerr(3), fileno(3), flockfile(3) */
#include <bits/file.h>
#include <bits/thread.h>

/* In a child of fork no other thread is left that could hold a stream. */
static void unlock_all(void)
{
	FILE *f;
	for (f = __files; f; f = f->__next)
		if (f->__owner != &__self)
			f->__lock = f->__locked = 0, f->__owner = 0;
}

/* A stream's lock is its owner's as often as he likes. Cancellation waits until it is free. */
void flockfile(FILE *f)
{
	if (f->__owner != &__self) {
		__word_lock(&f->__lock, 0);
		f->__owner = &__self;
	}
	f->__locked++;
	__self.hold++;
	__stdio_fork_hook = unlock_all;
}

int ftrylockfile(FILE *f)
{
	int free = 0;
	if (f->__owner != &__self) {
		if (!__atomic_compare_exchange_n(&f->__lock, &free, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return -1;
		f->__owner = &__self;
	}
	f->__locked++;
	__self.hold++;
	return 0;
}

void funlockfile(FILE *f)
{
	if (f->__owner != &__self)
		return;
	__self.hold--;
	if (--f->__locked == 0) {
		f->__owner = 0;
		__word_unlock(&f->__lock, 0);
	}
}

int feof(FILE *f)
{
	return (f->_flags & F_EOF) != 0;
}

int ferror(FILE *f)
{
	return (f->_flags & F_ERR) != 0;
}

void clearerr(FILE *f)
{
	f->_flags &= ~(F_EOF | F_ERR);
}

int feof_unlocked(FILE *f)
{
	return (f->_flags & F_EOF) != 0;
}

int ferror_unlocked(FILE *f)
{
	return (f->_flags & F_ERR) != 0;
}

void clearerr_unlocked(FILE *f)
{
	f->_flags &= ~(F_EOF | F_ERR);
}

int fileno(FILE *f)
{
	if (f->_fileno < 0) {
		errno = EBADF;
		return -1;
	}
	return f->_fileno;
}

int fileno_unlocked(FILE *f)
{
	return fileno(f);
}
