/* The streams' core: allocation, buffers, flushing, refilling, seeking; stdin, stdout, stderr. */
#include <bits/file.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

static FILE file_in = { .flags = F_NOWRITE | F_STATIC, .fd = 0, .off = -1 };
static FILE file_out = { .flags = F_NOREAD | F_STATIC, .fd = 1, .off = -1, .next = &file_in };
static FILE file_err = { .flags = F_NOREAD | F_STATIC | F_NBF, .fd = 2, .off = -1, .next = &file_out };
FILE *stdin = &file_in, *stdout = &file_out, *stderr = &file_err;
FILE *__files = &file_err; /* newest first: exit flushes in this order */

FILE *__file_new(void)
{
	FILE *f = calloc(1, sizeof *f);
	if (f) {
		f->off = f->fd = -1;
		__lock(&__files_lock);
		f->next = __files;
		__files = f;
		__unlock(&__files_lock);
	}
	return f;
}

void __file_free(FILE *f)
{
	FILE **p;
	__lock(&__files_lock);
	for (p = &__files; *p; p = &(*p)->next)
		if (*p == f) {
			*p = f->next;
			break;
		}
	__unlock(&__files_lock);
	if (!(f->flags & F_STATIC))
		free(f);
}

static void set_buf(FILE *f, unsigned char *b, size_t n)
{
	if (f->flags & F_OWNBUF)
		free(f->buf);
	f->flags &= ~F_OWNBUF;
	f->buf = b;
	f->bufend = b + n;
}

static void empty_read(FILE *f)
{
	f->rbase = f->rpos = f->rend = f->buf;
}

static void empty_write(FILE *f)
{
	f->wbase = f->wpos = f->wend = f->buf;
}

/* The first use decides: st_blksize bytes (at most BUFSIZ), by line if it is a terminal. */
int __file_alloc(FILE *f)
{
	struct stat st;
	size_t n = BUFSIZ;
	unsigned char *b;
	if (f->flags & F_NBF) {
		set_buf(f, f->one, 1);
		empty_read(f);
		empty_write(f);
		return 0;
	}
	if (f->fd >= 0 && fstat(f->fd, &st) >= 0) {
		if (S_ISCHR(st.st_mode)) {
			int saved = errno;
			unsigned major = st.st_rdev >> 8 & 0xfff;
			if ((major >= 136 && major <= 143) || isatty(f->fd))
				f->flags |= F_LBF;
			errno = saved;
		}
		if (st.st_blksize > 0 && st.st_blksize < BUFSIZ)
			n = st.st_blksize;
	}
	b = malloc(n);
	if (!b)
		return EOF;
	set_buf(f, b, n);
	f->flags |= F_OWNBUF;
	empty_read(f);
	empty_write(f);
	return 0;
}

void __drop_backup(FILE *f)
{
	if (f->flags & F_BACKUP) {
		f->flags &= ~F_BACKUP;
		f->rbase = f->save_rbase;
		f->rpos = f->save_rpos;
		f->rend = f->save_rend;
	}
}

static long sys_write(FILE *f, const unsigned char *s, size_t n)
{
	size_t done = 0;
	while (done < n) {
		long r = f->flags & F_MEM ? f->mwrite(f, s + done, n - done) : write(f->fd, s + done, n - done);
		if (r < 0) {
			f->flags |= F_ERR;
			break;
		}
		done += r;
	}
	if (f->off >= 0)
		f->off += done;
	return done;
}

/* Moves the descriptor; -1 and errno on failure. */
static long sys_seek(FILE *f, long off, int whence)
{
	return f->flags & F_MEM ? f->mseek(f, off, whence) : lseek(f->fd, off, whence);
}

/* Writes n bytes and leaves the write area empty, also when it failed. Returns 0 or EOF. */
static int do_write(FILE *f, const unsigned char *s, size_t n)
{
	long done;
	if (n == 0)
		return 0;
	if (f->flags & F_APPEND)
		f->off = -1;
	else if (f->rend != f->wbase) {
		/* There is unread input: write where the reader stands. */
		long at = sys_seek(f, f->wbase - f->rend, SEEK_CUR);
		if (at < 0)
			return EOF;
		f->off = at;
	}
	done = sys_write(f, s, n);
	empty_read(f);
	empty_write(f);
	f->wend = f->flags & (F_LBF | F_NBF) ? f->buf : f->bufend;
	return (size_t)done == n ? 0 : EOF;
}

int __file_flush(FILE *f)
{
	return do_write(f, f->wbase, f->wpos - f->wbase);
}

/* Stores c, or with EOF only flushes; changes to writing first. */
int __overflow(FILE *f, int c)
{
	f->flags |= F_USED;
	if (f->flags & F_NOWRITE) {
		f->flags |= F_ERR;
		errno = EBADF;
		return EOF;
	}
	if (!(f->flags & F_WRITING) || !f->wbase) {
		if (!f->buf) {
			if (__file_alloc(f))
				return EOF;
			empty_read(f);
		}
		__drop_backup(f);
		if (f->rpos == f->bufend)
			f->rend = f->rpos = f->buf;
		f->wbase = f->wpos = f->rpos;
		f->rbase = f->rpos = f->rend;
		f->wend = f->flags & (F_LBF | F_NBF) ? f->wpos : f->bufend;
		f->flags |= F_WRITING;
	}
	if (c == EOF)
		return __file_flush(f);
	if (f->wpos == f->bufend && __file_flush(f))
		return EOF;
	*f->wpos++ = c;
	if (f->flags & F_NBF || (f->flags & F_LBF && c == '\n'))
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
	if ((f->flags & (F_LBF | F_WRITING)) == (F_LBF | F_WRITING)) {
		room = f->bufend - f->wpos;
		if (room >= n) {
			const unsigned char *p;
			for (p = s + n; p > s;)
				if (*--p == '\n') {
					room = p - s + 1;
					flush = 1;
					break;
				}
		}
	} else if (f->wend > f->wpos)
		room = f->wend - f->wpos;
	if (room > 0) {
		if (room > left)
			room = left;
		memcpy(f->wpos, s, room);
		f->wpos += room;
		s += room;
		left -= room;
	}
	if (left + flush == 0)
		return n;
	if (__overflow(f, EOF) == EOF)
		return left == 0 ? (size_t)EOF : n - left;
	block = f->bufend - f->buf;
	direct = left - (block >= 128 ? left % block : 0);
	if (direct) {
		if (do_write(f, s, direct))
			return n - left;
		s += direct;
		left -= direct;
	}
	while (left > 0) {
		size_t fits = f->wend > f->wpos ? f->wend - f->wpos : 0;
		if (fits > left)
			fits = left;
		memcpy(f->wpos, s, fits);
		f->wpos += fits;
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
	if (f->wpos > f->wbase && __overflow(f, EOF) == EOF)
		return EOF;
	if (f->flags & F_BACKUP)
		__drop_backup(f);
	else {
		f->rbase = f->buf;
		if (f->wpos > f->rend)
			f->rend = f->wpos;
	}
	f->rpos = f->wpos;
	f->wbase = f->wend = f->wpos;
	f->flags &= ~F_WRITING;
	return 0;
}

/* Makes at least one byte available and returns it without taking it, or EOF. */
int __underflow(FILE *f)
{
	long n;
	f->flags |= F_USED;
	if (f->flags & F_WRITING && to_reading(f))
		return EOF;
	if (f->rpos < f->rend)
		return *f->rpos;
	if (f->flags & F_BACKUP) {
		__drop_backup(f);
		if (f->rpos < f->rend)
			return *f->rpos;
	}
	if (f->flags & F_EOF)
		return EOF;
	if (f->flags & F_NOREAD) {
		f->flags |= F_ERR;
		errno = EBADF;
		return EOF;
	}
	if (!f->buf && __file_alloc(f))
		return EOF;
	/* Asking a person for input: show what stdout holds first. */
	if (f->flags & (F_LBF | F_NBF) && (stdout->flags & (F_LBF | F_NOWRITE)) == F_LBF && stdout->wpos > stdout->wbase)
		__overflow(stdout, EOF);
	empty_read(f);
	empty_write(f);
	n = f->flags & F_MEM ? f->mread(f, f->buf, f->bufend - f->buf) : read(f->fd, f->buf, f->bufend - f->buf);
	if (n <= 0) {
		f->flags |= n == 0 ? F_EOF : F_ERR;
		f->off = -1;
		return EOF;
	}
	f->rend = f->buf + n;
	if (f->off >= 0)
		f->off += n;
	return *f->rpos;
}

int __uflow(FILE *f)
{
	int c = __underflow(f);
	if (c != EOF)
		f->rpos++;
	return c;
}

/* fflush: write what is pending, or give unread input back to the descriptor. */
int __file_sync(FILE *f)
{
	int r = 0;
	long unread;
	if (f->wpos > f->wbase && __file_flush(f))
		return EOF;
	unread = f->rend - f->rpos;
	if (f->flags & F_BACKUP)
		unread += f->save_rend - f->save_rpos;
	if (unread != 0 && !(f->flags & F_MEM)) {
		if (lseek(f->fd, -unread, SEEK_CUR) >= 0) {
			__drop_backup(f);
			f->rend = f->rpos;
		} else if (errno != ESPIPE)
			r = EOF;
	}
	if (r != EOF)
		f->off = -1;
	return r;
}

int __file_setbuf(FILE *f, void *b, size_t n)
{
	if (__file_sync(f))
		return EOF;
	__drop_backup(f);
	if (!b || n == 0) {
		f->flags |= F_NBF;
		set_buf(f, f->one, 1);
	} else {
		f->flags &= ~F_NBF;
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
		f->flags &= ~F_EOF;
		f->off = at;
		empty_read(f);
		empty_write(f);
	}
	return at;
}

long __file_seek(FILE *f, long off, int whence)
{
	long block, delta, at, n = 0;
	if (f->flags & F_BACKUP) {
		if (whence == SEEK_CUR)
			off -= f->rend - f->rpos;
		__drop_backup(f);
	}
	if ((f->flags & F_WRITING || f->wpos > f->wbase) && to_reading(f))
		return -1;
	if (!f->buf) {
		if (__file_alloc(f))
			return -1;
		empty_read(f);
		empty_write(f);
	}
	if (whence == SEEK_CUR) {
		off -= f->rend - f->rpos;
		if (f->off < 0)
			return plain_seek(f, off, SEEK_CUR);
		off += f->off;
		if (off < 0) {
			errno = EINVAL;
			return -1;
		}
	} else if (whence == SEEK_END) {
		struct stat st;
		if (f->flags & F_MEM || fstat(f->fd, &st) < 0 || !S_ISREG(st.st_mode))
			return plain_seek(f, off, SEEK_END);
		off += st.st_size;
	} else if (whence != SEEK_SET) {
		errno = EINVAL;
		return -1;
	}
	/* Within what is already in the buffer no call is needed. */
	if (f->off >= 0 && f->rbase && off >= f->off - (f->rend - f->buf) && off < f->off) {
		f->rbase = f->buf;
		f->rpos = f->rend - (f->off - off);
		empty_write(f);
		f->flags &= ~F_EOF;
		return off;
	}
	if (f->flags & (F_NOREAD | F_MEM) || off < 0)
		return plain_seek(f, off, SEEK_SET);
	block = f->bufend - f->buf;
	delta = off & (block - 1);
	if (delta > block)
		delta = 0;
	at = lseek(f->fd, off - delta, SEEK_SET);
	if (at < 0)
		return -1;
	if (delta) {
		n = read(f->fd, f->buf, block);
		if (n < delta)
			return plain_seek(f, n < 0 ? delta : delta - n, SEEK_CUR);
	}
	f->rbase = f->buf;
	f->rpos = f->buf + delta;
	f->rend = f->buf + n;
	empty_write(f);
	f->off = at + n;
	f->flags &= ~F_EOF;
	return off;
}

/* exit(3)'s part: flush everything, then give unread input back. */
void __stdio_exit(void)
{
	FILE *f;
	for (f = __files; f; f = f->next)
		if (f->wpos > f->wbase)
			__overflow(f, EOF);
	for (f = __files; f; f = f->next)
		if (!(f->flags & (F_NBF | F_MEM)) && f->flags & F_USED) {
			__file_setbuf(f, 0, 0);
		}
}
