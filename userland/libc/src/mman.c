/* mmap(2), munmap(2), mprotect(2), brk(2), sbrk(2) */
#include <bits/libc.h>
#include <stdarg.h>
#include <unistd.h>
#include <sys/mman.h>

static void *pointer(long r)
{
	if (__FAILED(r)) {
		errno = -r;
		return MAP_FAILED;
	}
	return (void *)r;
}

void *mmap(void *at, size_t n, int prot, int flags, int fd, off_t off)
{
	if (off & 4095) {
		errno = EINVAL;
		return MAP_FAILED;
	}
	return pointer(__syscall(SYS_mmap, at, n, prot, flags, (long)fd, off));
}

void *mmap64(void *at, size_t n, int prot, int flags, int fd, off_t off)
{
	return mmap(at, n, prot, flags, fd, off);
}

int munmap(void *at, size_t n)
{
	__RETURN(__syscall(SYS_munmap, at, n));
}

int mprotect(void *at, size_t n, int prot)
{
	__RETURN(__syscall(SYS_mprotect, at, n, prot));
}

int msync(void *at, size_t n, int flags)
{
	__CANCELLED_IN(__syscall(SYS_msync, at, n, flags));
}

int madvise(void *at, size_t n, int advice)
{
	__RETURN(__syscall(SYS_madvise, at, n, advice));
}

int posix_madvise(void *at, size_t n, int advice)
{
	if (advice == POSIX_MADV_DONTNEED)
		return 0;
	return -__syscall(SYS_madvise, at, n, advice);
}

int mlock(const void *at, size_t n)
{
	__RETURN(__syscall(SYS_mlock, at, n));
}

int munlock(const void *at, size_t n)
{
	__RETURN(__syscall(SYS_munlock, at, n));
}

int mlockall(int flags)
{
	__RETURN(__syscall(SYS_mlockall, flags));
}

int munlockall(void)
{
	__RETURN(__syscall(SYS_munlockall));
}

int mincore(void *at, size_t n, unsigned char *v)
{
	__RETURN(__syscall(SYS_mincore, at, n, v));
}

void *mremap(void *at, size_t old, size_t n, int flags, ...)
{
	void *to = 0;
	if (flags & MREMAP_FIXED) {
		va_list ap;
		va_start(ap, flags);
		to = va_arg(ap, void *);
		va_end(ap);
	}
	return pointer(__syscall(SYS_mremap, at, old, n, flags, to));
}

int memfd_create(const char *name, unsigned int flags)
{
	__RETURN(__syscall(SYS_memfd_create, name, flags));
}

static char *end_of_data;

int brk(void *at)
{
	end_of_data = (char *)__syscall(SYS_brk, at);
	if (end_of_data < (char *)at) {
		errno = ENOMEM;
		return -1;
	}
	return 0;
}

void *sbrk(intptr_t by)
{
	char *old;
	if (!end_of_data)
		brk(0);
	/* malloc moves the break as well. */
	else if (by == 0 || (char *)__syscall(SYS_brk, 0) != end_of_data)
		brk(0);
	old = end_of_data;
	if (by == 0)
		return old;
	if (brk(old + by) < 0)
		return (void *)-1;
	return old;
}
