/* fseek(3), ftell(3), rewind(3), fgetpos(3), fsetpos(3) */
#include <bits/file.h>
#include <unistd.h>

static int plain_fseeko(FILE *f, off_t off, int whence)
{
	if (f->_fileno < 0 && !(f->_flags & F_MEM)) {
		errno = EBADF;
		return -1;
	}
	return __file_seek(f, off, whence) < 0 ? -1 : 0;
}

int fseeko(FILE *f, off_t off, int whence)
{
	int r;
	FLOCK(f);
	r = plain_fseeko(f, off, whence);
	FUNLOCK(f);
	return r;
}

int fseek(FILE *f, long off, int whence)
{
	return fseeko(f, off, whence);
}

static off_t plain_ftello(FILE *f)
{
	long delta = 0, at = f->__off;
	int writing = f->_flags & F_WRITING || f->_IO_write_ptr > f->_IO_write_base;
	if (f->_flags & F_BACKUP)
		delta -= f->__save_rend - f->__save_rpos;
	if (f->_IO_buf_base) {
		if (!writing)
			delta -= f->_IO_read_end - f->_IO_read_ptr;
		else {
			/* What is appended goes to the end, wherever the descriptor is now. */
			if (f->_flags & F_APPEND && f->_IO_write_ptr > f->_IO_write_base && !(f->_flags & F_MEM)) {
				at = lseek(f->_fileno, 0, SEEK_END);
				if (at < 0)
					return -1;
				delta += f->_IO_write_ptr - f->_IO_write_base;
			} else
				delta += f->_IO_write_ptr - f->_IO_read_end;
		}
	}
	if (at < 0)
		at = f->_flags & F_MEM ? f->__mseek(f, 0, SEEK_CUR) : lseek(f->_fileno, 0, SEEK_CUR);
	if (at < 0)
		return -1;
	at += delta;
	if (at < 0) {
		errno = EINVAL;
		return -1;
	}
	return at;
}

off_t ftello(FILE *f)
{
	off_t r;
	FLOCK(f);
	r = plain_ftello(f);
	FUNLOCK(f);
	return r;
}

long ftell(FILE *f)
{
	return ftello(f);
}

static void plain_rewind(FILE *f)
{
	fseeko(f, 0, SEEK_SET);
	f->_flags &= ~(F_EOF | F_ERR);
}

void rewind(FILE *f)
{
	FLOCK(f);
	plain_rewind(f);
	FUNLOCK(f);
}

int fgetpos(FILE *f, fpos_t *pos)
{
	long at = ftello(f);
	if (at < 0)
		return -1;
	pos->__pos = at;
	return 0;
}

int fsetpos(FILE *f, const fpos_t *pos)
{
	return fseeko(f, pos->__pos, SEEK_SET);
}
