/* feof(3), ferror(3), clearerr(3), fileno(3), flockfile(3) */
#include <bits/file.h>

int feof(FILE *f)
{
	return (f->flags & F_EOF) != 0;
}

int ferror(FILE *f)
{
	return (f->flags & F_ERR) != 0;
}

void clearerr(FILE *f)
{
	f->flags &= ~(F_EOF | F_ERR);
}

int feof_unlocked(FILE *f)
{
	return (f->flags & F_EOF) != 0;
}

int ferror_unlocked(FILE *f)
{
	return (f->flags & F_ERR) != 0;
}

void clearerr_unlocked(FILE *f)
{
	f->flags &= ~(F_EOF | F_ERR);
}

int fileno(FILE *f)
{
	if (f->fd < 0) {
		errno = EBADF;
		return -1;
	}
	return f->fd;
}

int fileno_unlocked(FILE *f)
{
	return fileno(f);
}
