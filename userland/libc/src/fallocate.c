/* fallocate(2), posix_fallocate(3). Blocks are not counted here: a file that is long enough has them. */
#include <bits/libc.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int posix_fallocate(int fd, off_t off, off_t n)
{
	struct stat st;
	int old = errno, r = 0, flags = fcntl(fd, F_GETFL);
	if (flags < 0 || fstat(fd, &st) < 0 || (flags & O_ACCMODE) == O_RDONLY)
		r = EBADF;
	else if (off < 0 || n <= 0)
		r = EINVAL;
	else if (S_ISFIFO(st.st_mode))
		r = ESPIPE;
	else if (!S_ISREG(st.st_mode))
		r = ENODEV;
	else if (off > 0x7fffffffffffffff - n)
		r = EFBIG;
	else if (st.st_size < off + n && ftruncate(fd, off + n) < 0)
		r = errno;
	errno = old;
	return r;
}

int fallocate(int fd, int mode, off_t off, off_t n)
{
	struct stat st;
	int r;
	if (mode & ~FALLOC_FL_KEEP_SIZE)
		r = EOPNOTSUPP;
	else if (mode == 0 || fstat(fd, &st) < 0 || st.st_size >= off + n)
		r = posix_fallocate(fd, off, n);
	else
		r = off < 0 || n <= 0 ? EINVAL : 0;
	if (r == 0)
		return 0;
	errno = r;
	return -1;
}
