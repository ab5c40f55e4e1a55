/* sem_overview(7): a counter and the number of waiters in memory, futexes when somebody has to wait.
 * shm_open(3): files in /dev/shm. */
#include <bits/libc.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/stat.h>

struct sem { unsigned int value, waiters; int shared, pad; };

int sem_init(sem_t *s, int shared, unsigned int value)
{
	struct sem *m = (struct sem *)s;
	if (value > SEM_VALUE_MAX) {
		errno = EINVAL;
		return -1;
	}
	m->value = value;
	m->waiters = 0;
	m->shared = shared ? FUTEX_PRIVATE_FLAG : 0;
	return 0;
}

int sem_destroy(sem_t *s)
{
	(void)s;
	return 0;
}

static int take(struct sem *m)
{
	unsigned int v = m->value;
	while (v > 0)
		if (__atomic_compare_exchange_n(&m->value, &v, v - 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			return 1;
	return 0;
}

int sem_trywait(sem_t *s)
{
	if (take((struct sem *)s))
		return 0;
	errno = EAGAIN;
	return -1;
}

static void stop_waiting(void *m)
{
	__atomic_fetch_sub(&((struct sem *)m)->waiters, 1, __ATOMIC_SEQ_CST);
}

static int wait_for(struct sem *m, int clock, const struct timespec *until)
{
	int op = FUTEX_WAIT_BITSET | (m->shared ^ FUTEX_PRIVATE_FLAG), e = 0;
	if (clock == CLOCK_REALTIME)
		op |= FUTEX_CLOCK_REALTIME;
	if (until && (until->tv_nsec < 0 || until->tv_nsec >= 1000000000)) {
		errno = EINVAL;
		return -1;
	}
	if (take(m))
		return 0;
	__atomic_fetch_add(&m->waiters, 1, __ATOMIC_SEQ_CST);
	pthread_cleanup_push(stop_waiting, m);
	__cancel_enter();
	while (!take(m)) {
		long r = __syscall(SYS_futex, &m->value, op, 0, until, 0, FUTEX_BITSET_MATCH_ANY);
		if (r < 0 && r != -EAGAIN) {
			e = -r;
			break;
		}
	}
	__cancel_leave();
	pthread_cleanup_pop(1);
	if (e) {
		errno = e;
		return -1;
	}
	return 0;
}

int sem_wait(sem_t *s)
{
	return wait_for((struct sem *)s, CLOCK_REALTIME, 0);
}

int sem_timedwait(sem_t *s, const struct timespec *until)
{
	return wait_for((struct sem *)s, CLOCK_REALTIME, until);
}

int sem_clockwait(sem_t *s, clockid_t clock, const struct timespec *until)
{
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) {
		errno = EINVAL;
		return -1;
	}
	return wait_for((struct sem *)s, clock, until);
}

int sem_post(sem_t *s)
{
	struct sem *m = (struct sem *)s;
	unsigned int v = m->value;
	do
		if (v == SEM_VALUE_MAX) {
			errno = EOVERFLOW;
			return -1;
		}
	while (!__atomic_compare_exchange_n(&m->value, &v, v + 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
	if (m->waiters > 0)
		__syscall(SYS_futex, &m->value, FUTEX_WAKE | (m->shared ^ FUTEX_PRIVATE_FLAG), 1);
	return 0;
}

int sem_getvalue(sem_t *s, int *v)
{
	*v = ((struct sem *)s)->value;
	return 0;
}

/* "/dev/shm/" prefix name; 0 and EINVAL if the name has another slash or is empty or far too long. One that is a little too
 * long is the kernel's to refuse. */
static char *shm_path(const char *name, const char *prefix, char *buf)
{
	size_t n, p = strlen(prefix);
	while (*name == '/')
		name++;
	n = strlen(name);
	if (n == 0 || n + p > NAME_MAX + 4 || strchr(name, '/')) {
		errno = EINVAL;
		return 0;
	}
	memcpy(buf, "/dev/shm/", 9);
	memcpy(buf + 9, prefix, p);
	memcpy(buf + 9 + p, name, n + 1);
	return buf;
}

enum { SHM_PATH = NAME_MAX + 16 };

int shm_open(const char *name, int flags, mode_t mode)
{
	char path[SHM_PATH];
	int fd;
	if (!shm_path(name, "", path))
		return -1;
	fd = open(path, flags | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd < 0 && errno == EISDIR)
		errno = EINVAL;
	return fd;
}

int shm_unlink(const char *name)
{
	char path[SHM_PATH];
	int r;
	if (!shm_path(name, "", path)) {
		errno = ENOENT;
		return -1;
	}
	r = unlink(path);
	if (r < 0 && errno == EPERM)
		errno = EACCES;
	return r;
}

/* One mapping for each named semaphore, however often it is opened. */
struct opened { struct opened *next; sem_t *sem; unsigned long dev, ino; int count; };

static struct opened *opened;

/* p: the mapping if there is one already. */
static sem_t *map_once(int fd, void *p)
{
	struct stat st;
	struct opened *o;
	if (fstat(fd, &st) < 0)
		return SEM_FAILED;
	for (o = opened; o; o = o->next)
		if (o->dev == st.st_dev && o->ino == st.st_ino) {
			o->count++;
			return o->sem;
		}
	if (st.st_size < (long)sizeof(sem_t)) {
		errno = EINVAL;
		return SEM_FAILED;
	}
	o = malloc(sizeof *o);
	if (!o)
		return SEM_FAILED;
	if (!p)
		p = mmap(0, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED) {
		free(o);
		return SEM_FAILED;
	}
	o->sem = p;
	o->dev = st.st_dev;
	o->ino = st.st_ino;
	o->count = 1;
	o->next = opened;
	opened = o;
	return p;
}

/* A complete semaphore appears under its name at once: it is made in a temporary file and linked. */
static sem_t *create(const char *path, mode_t mode, unsigned int value)
{
	char temp[] = "/dev/shm/sem.XXXXXX";
	sem_t s, *made = SEM_FAILED;
	void *p = MAP_FAILED;
	int fd, e;
	memset(&s, 0, sizeof s);
	sem_init(&s, 1, value);
	if (!mktemp(temp) || !*temp)
		return SEM_FAILED;
	fd = open(temp, O_RDWR | O_CREAT | O_EXCL, mode);
	if (fd < 0)
		return SEM_FAILED;
	if (write(fd, &s, sizeof s) == sizeof s)
		p = mmap(0, sizeof s, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p != MAP_FAILED && link(temp, path) == 0)
		made = map_once(fd, p);
	e = errno;
	if (p != MAP_FAILED && made == SEM_FAILED)
		munmap(p, sizeof s);
	unlink(temp);
	close(fd);
	errno = e;
	return made;
}

sem_t *sem_open(const char *name, int flags, ...)
{
	char path[SHM_PATH];
	mode_t mode = 0;
	unsigned int value = 0;
	sem_t *s;
	int fd, e;
	if (!shm_path(name, "sem.", path))
		return SEM_FAILED;
	if (flags & O_CREAT) {
		va_list ap;
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		value = va_arg(ap, unsigned int);
		va_end(ap);
	}
	for (;;) {
		fd = -1;
		if ((flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL)) {
			fd = open(path, O_RDWR | O_NOFOLLOW);
			if (fd < 0 && !(flags & O_CREAT && errno == ENOENT))
				return SEM_FAILED;
		}
		if (fd >= 0)
			break;
		if (value > SEM_VALUE_MAX) {
			errno = EINVAL;
			return SEM_FAILED;
		}
		s = create(path, mode, value);
		if (s != SEM_FAILED)
			return s;
		/* Somebody was faster: open theirs, unless it has to be ours. */
		if (errno != EEXIST || flags & O_EXCL)
			return SEM_FAILED;
	}
	s = map_once(fd, 0);
	e = errno;
	close(fd);
	errno = e;
	return s;
}

int sem_close(sem_t *s)
{
	struct opened **p, *o;
	for (p = &opened; (o = *p); p = &o->next)
		if (o->sem == s) {
			if (--o->count == 0) {
				*p = o->next;
				free(o);
				munmap(s, sizeof *s);
			}
			return 0;
		}
	errno = EINVAL;
	return -1;
}

int sem_unlink(const char *name)
{
	char path[SHM_PATH];
	int r;
	if (!shm_path(name, "sem.", path)) {
		errno = ENOENT;
		return -1;
	}
	r = unlink(path);
	if (r < 0 && errno == EPERM)
		errno = EACCES;
	return r;
}
