/* The streams' core: allocation, buffers, flushing, refilling, seeking; stdin, stdout, stderr. */
#include <bits/file.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

static FILE file_in = { ._flags = F_NOWRITE | F_STATIC, ._fileno = 0, .__off = -1 };
static FILE file_out = { ._flags = F_NOREAD | F_STATIC, ._fileno = 1, .__off = -1, .__next = &file_in };
static FILE file_err = { ._flags = F_NOREAD | F_STATIC | F_NBF, ._fileno = 2, .__off = -1, .__next = &file_out };
FILE *stdin = &file_in, *stdout = &file_out, *stderr = &file_err;
FILE *__files = &file_err; /* newest first: exit flushes in this order */

FILE *__file_new(void)
{
	FILE *f = calloc(1, sizeof *f);
	if (f) {
		f->__off = f->_fileno = -1;
		__lock(&__files_lock);
		f->__next = __files;
		__files = f;
		__unlock(&__files_lock);
	}
	return f;
}

void __file_free(FILE *f)
{
	FILE **p;
	__lock(&__files_lock);
	for (p = &__files; *p; p = &(*p)->__next)
		if (*p == f) {
			*p = f->__next;
			break;
		}
	__unlock(&__files_lock);
	if (!(f->_flags & F_STATIC))
		free(f);
}

static void set_buf(FILE *f, unsigned char *b, size_t n)
{
	if (f->_flags & F_OWNBUF)
		free(f->_IO_buf_base);
	f->_flags &= ~F_OWNBUF;
	f->_IO_buf_base = b;
	f->_IO_buf_end = b + n;
}

static void empty_read(FILE *f)
{
	f->_IO_read_base = f->_IO_read_ptr = f->_IO_read_end = f->_IO_buf_base;
}

static void empty_write(FILE *f)
{
	f->_IO_write_base = f->_IO_write_ptr = f->_IO_write_end = f->_IO_buf_base;
}

/* The first use decides: st_blksize bytes (at most BUFSIZ), by line if it is a terminal. */
int __file_alloc(FILE *f)
{
	struct stat st;
	size_t n = BUFSIZ;
	unsigned char *b;
	if (f->_flags & F_NBF) {
		set_buf(f, f->__one, 1);
		empty_read(f);
		empty_write(f);
		return 0;
	}
	if (f->_fileno >= 0 && fstat(f->_fileno, &st) >= 0) {
		if (S_ISCHR(st.st_mode)) {
			int saved = errno;
			unsigned major = st.st_rdev >> 8 & 0xfff;
			if ((major >= 136 && major <= 143) || isatty(f->_fileno))
				f->_flags |= F_LBF;
			errno = saved;
		}
		if (st.st_blksize > 0 && st.st_blksize < BUFSIZ)
			n = st.st_blksize;
	}
	b = malloc(n);
	if (!b)
		return EOF;
	set_buf(f, b, n);
	f->_flags |= F_OWNBUF;
	empty_read(f);
	empty_write(f);
	return 0;
}

void __drop_backup(FILE *f)
{
	if (f->_flags & F_BACKUP) {
		f->_flags &= ~F_BACKUP;
		f->_IO_read_base = f->__save_rbase;
		f->_IO_read_ptr = f->__save_rpos;
		f->_IO_read_end = f->__save_rend;
	}
}

static long sys_write(FILE *f, const unsigned char *s, size_t n)
{
	size_t done = 0;
	while (done < n) {
		long r = f->_flags & F_MEM ? f->__mwrite(f, s + done, n - done) : write(f->_fileno, s + done, n - done);
		if (r < 0) {
			f->_flags |= F_ERR;
			break;
		}
		done += r;
	}
	if (f->__off >= 0)
		f->__off += done;
	return done;
}

/* Moves the descriptor; -1 and errno on failure. */
static long sys_seek(FILE *f, long off, int whence)
{
	return f->_flags & F_MEM ? f->__mseek(f, off, whence) : lseek(f->_fileno, off, whence);
}

/* Writes n bytes and leaves the write area empty, also when it failed. Returns 0 or EOF. */
static int do_write(FILE *f, const unsigned char *s, size_t n)
{
	long done;
	if (n == 0)
		return 0;
	if (f->_flags & F_APPEND)
		f->__off = -1;
	else if (f->_IO_read_end != f->_IO_write_base) {
		/* There is unread input: write where the reader stands. */
		long at = sys_seek(f, f->_IO_write_base - f->_IO_read_end, SEEK_CUR);
		if (at < 0)
			return EOF;
		f->__off = at;
	}
	done = sys_write(f, s, n);
	empty_read(f);
	empty_write(f);
	f->_IO_write_end = f->_flags & (F_LBF | F_NBF) ? f->_IO_buf_base : f->_IO_buf_end;
	return (size_t)done == n ? 0 : EOF;
}

int __file_flush(FILE *f)
{
	return do_write(f, f->_IO_write_base, f->_IO_write_ptr - f->_IO_write_base);
}

/* Stores c, or with EOF only flushes; changes to writing first. */
int __overflow(FILE *f, int c)
{
	f->_flags |= F_USED;
	if (f->_flags & F_NOWRITE) {
		f->_flags |= F_ERR;
		errno = EBADF;
		return EOF;
	}
	if (!(f->_flags & F_WRITING) || !f->_IO_write_base) {
		if (!f->_IO_buf_base) {
			if (__file_alloc(f))
				return EOF;
			empty_read(f);
		}
		__drop_backup(f);
		if (f->_IO_read_ptr == f->_IO_buf_end)
			f->_IO_read_end = f->_IO_read_ptr = f->_IO_buf_base;
		f->_IO_write_base = f->_IO_write_ptr = f->_IO_read_ptr;
		f->_IO_read_base = f->_IO_read_ptr = f->_IO_read_end;
		f->_IO_write_end = f->_flags & (F_LBF | F_NBF) ? f->_IO_write_ptr : f->_IO_buf_end;
		f->_flags |= F_WRITING;
	}
	if (c == EOF)
		return __file_flush(f);
	if (f->_IO_write_ptr == f->_IO_buf_end && __file_flush(f))
		return EOF;
	*f->_IO_write_ptr++ = c;
	if (f->_flags & F_NBF || (f->_flags & F_LBF && c == '\n'))
		if (__file_flush(f))
			return EOF;
	return (unsigned char)c;
}

/* Writes n bytes through the buffer: fill it, flush, whole blocks directly, keep the rest. */
size_t __fputn(FILE *f, const void *data, size_t n)
{
	const unsigned char *s = data;
	size_t room = 0, left = n, block, direct;
	int flush = 0;
	if (n == 0)
		return 0;
	if ((f->_flags & (F_LBF | F_WRITING)) == (F_LBF | F_WRITING)) {
		room = f->_IO_buf_end - f->_IO_write_ptr;
		if (room >= n) {
			const unsigned char *p;
			for (p = s + n; p > s;)
				if (*--p == '\n') {
					room = p - s + 1;
					flush = 1;
					break;
				}
		}
	} else if (f->_IO_write_end > f->_IO_write_ptr)
		room = f->_IO_write_end - f->_IO_write_ptr;
	if (room > 0) {
		if (room > left)
			room = left;
		memcpy(f->_IO_write_ptr, s, room);
		f->_IO_write_ptr += room;
		s += room;
		left -= room;
	}
	if (left + flush == 0)
		return n;
	if (__overflow(f, EOF) == EOF)
		return left == 0 ? (size_t)EOF : n - left;
	block = f->_IO_buf_end - f->_IO_buf_base;
	direct = left - (block >= 128 ? left % block : 0);
	if (direct) {
		/* The count of a failed read, -1, is no length: nothing is tried. */
		if ((ssize_t)direct < 0 || do_write(f, s, direct))
			return n - left;
		s += direct;
		left -= direct;
	}
	while (left > 0) {
		size_t fits = f->_IO_write_end > f->_IO_write_ptr ? f->_IO_write_end - f->_IO_write_ptr : 0;
		if (fits > left)
			fits = left;
		memcpy(f->_IO_write_ptr, s, fits);
		f->_IO_write_ptr += fits;
		s += fits;
		left -= fits;
		if (left == 0 || __overflow(f, *s++) == EOF)
			break;
		left--;
	}
	return n - left;
}

/* Leaves writing: flushes, and reading starts where writing ended. */
static int to_reading(FILE *f)
{
	if (f->_IO_write_ptr > f->_IO_write_base && __overflow(f, EOF) == EOF)
		return EOF;
	if (f->_flags & F_BACKUP)
		__drop_backup(f);
	else {
		f->_IO_read_base = f->_IO_buf_base;
		if (f->_IO_write_ptr > f->_IO_read_end)
			f->_IO_read_end = f->_IO_write_ptr;
	}
	f->_IO_read_ptr = f->_IO_write_ptr;
	f->_IO_write_base = f->_IO_write_end = f->_IO_write_ptr;
	f->_flags &= ~F_WRITING;
	return 0;
}

/* Makes at least one byte available and returns it without taking it, or EOF. */
int __underflow(FILE *f)
{
	long n;
	f->_flags |= F_USED;
	if (f->_flags & F_WRITING && to_reading(f))
		return EOF;
	if (f->_IO_read_ptr < f->_IO_read_end)
		return *f->_IO_read_ptr;
	if (f->_flags & F_BACKUP) {
		__drop_backup(f);
		if (f->_IO_read_ptr < f->_IO_read_end)
			return *f->_IO_read_ptr;
	}
	if (f->_flags & F_EOF)
		return EOF;
	if (f->_flags & F_NOREAD) {
		f->_flags |= F_ERR;
		errno = EBADF;
		return EOF;
	}
	if (!f->_IO_buf_base && __file_alloc(f))
		return EOF;
	/* Asking a person for input: show what stdout holds first. */
	if (f->_flags & (F_LBF | F_NBF) && (stdout->_flags & (F_LBF | F_NOWRITE)) == F_LBF && stdout->_IO_write_ptr > stdout->_IO_write_base)
		__overflow(stdout, EOF);
	empty_read(f);
	empty_write(f);
	n = f->_flags & F_MEM ? f->__mread(f, f->_IO_buf_base, f->_IO_buf_end - f->_IO_buf_base) : read(f->_fileno, f->_IO_buf_base, f->_IO_buf_end - f->_IO_buf_base);
	if (n <= 0) {
		f->_flags |= n == 0 ? F_EOF : F_ERR;
		f->__off = -1;
		return EOF;
	}
	f->_IO_read_end = f->_IO_buf_base + n;
	if (f->__off >= 0)
		f->__off += n;
	return *f->_IO_read_ptr;
}

int __uflow(FILE *f)
{
	int c = __underflow(f);
	if (c != EOF)
		f->_IO_read_ptr++;
	return c;
}

/* fflush: write what is pending, or give unread input back to the descriptor. */
int __file_sync(FILE *f)
{
	int r = 0;
	long unread;
	if (f->_IO_write_ptr > f->_IO_write_base && __file_flush(f))
		return EOF;
	unread = f->_IO_read_end - f->_IO_read_ptr;
	if (f->_flags & F_BACKUP)
		unread += f->__save_rend - f->__save_rpos;
	if (unread != 0 && !(f->_flags & F_MEM)) {
		if (lseek(f->_fileno, -unread, SEEK_CUR) >= 0) {
			__drop_backup(f);
			f->_IO_read_end = f->_IO_read_ptr;
		} else if (errno != ESPIPE)
			r = EOF;
	}
	if (r != EOF)
		f->__off = -1;
	return r;
}

int __file_setbuf(FILE *f, void *b, size_t n)
{
	if (__file_sync(f))
		return EOF;
	__drop_backup(f);
	if (!b || n == 0) {
		f->_flags |= F_NBF;
		set_buf(f, f->__one, 1);
	} else {
		f->_flags &= ~F_NBF;
		set_buf(f, b, n);
	}
	empty_write(f);
	empty_read(f);
	return 0;
}

static long plain_seek(FILE *f, long off, int whence)
{
	long at = sys_seek(f, off, whence);
	if (at >= 0) {
		f->_flags &= ~F_EOF;
		f->__off = at;
		empty_read(f);
		empty_write(f);
	}
	return at;
}

long __file_seek(FILE *f, long off, int whence)
{
	long block, delta, at, n = 0;
	if (f->_flags & F_BACKUP) {
		if (whence == SEEK_CUR)
			off -= f->_IO_read_end - f->_IO_read_ptr;
		__drop_backup(f);
	}
	if ((f->_flags & F_WRITING || f->_IO_write_ptr > f->_IO_write_base) && to_reading(f))
		return -1;
	if (!f->_IO_buf_base) {
		if (__file_alloc(f))
			return -1;
		empty_read(f);
		empty_write(f);
	}
	if (whence == SEEK_CUR) {
		off -= f->_IO_read_end - f->_IO_read_ptr;
		if (f->__off < 0)
			return plain_seek(f, off, SEEK_CUR);
		off += f->__off;
		if (off < 0) {
			errno = EINVAL;
			return -1;
		}
	} else if (whence == SEEK_END) {
		struct stat st;
		if (f->_flags & F_MEM || fstat(f->_fileno, &st) < 0 || !S_ISREG(st.st_mode))
			return plain_seek(f, off, SEEK_END);
		off += st.st_size;
	} else if (whence != SEEK_SET) {
		errno = EINVAL;
		return -1;
	}
	/* Within what is already in the buffer no call is needed. */
	if (f->__off >= 0 && f->_IO_read_base && off >= f->__off - (f->_IO_read_end - f->_IO_buf_base) && off < f->__off) {
		f->_IO_read_base = f->_IO_buf_base;
		f->_IO_read_ptr = f->_IO_read_end - (f->__off - off);
		empty_write(f);
		f->_flags &= ~F_EOF;
		return off;
	}
	if (f->_flags & (F_NOREAD | F_MEM) || off < 0)
		return plain_seek(f, off, SEEK_SET);
	block = f->_IO_buf_end - f->_IO_buf_base;
	delta = off & (block - 1);
	if (delta > block)
		delta = 0;
	at = lseek(f->_fileno, off - delta, SEEK_SET);
	if (at < 0)
		return -1;
	if (delta) {
		n = read(f->_fileno, f->_IO_buf_base, block);
		if (n < delta)
			return plain_seek(f, n < 0 ? delta : delta - n, SEEK_CUR);
	}
	f->_IO_read_base = f->_IO_buf_base;
	f->_IO_read_ptr = f->_IO_buf_base + delta;
	f->_IO_read_end = f->_IO_buf_base + n;
	empty_write(f);
	f->__off = at + n;
	f->_flags &= ~F_EOF;
	return off;
}

/* exit(3)'s part: flush everything, then give unread input back. */
void __stdio_exit(void)
{
	FILE *f;
	for (f = __files; f; f = f->__next)
		if (f->_IO_write_ptr > f->_IO_write_base)
			__overflow(f, EOF);
	for (f = __files; f; f = f->__next)
		if (!(f->_flags & (F_NBF | F_MEM)) && f->_flags & F_USED) {
			/* The heap may be broken by now, or given back with brk. */
			f->_flags &= ~F_OWNBUF;
			__file_setbuf(f, 0, 0);
		}
}
