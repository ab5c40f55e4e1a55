/* System V IPC: msgget(2), semget(2), shmget(2) and their relatives; ftok(3) */
#include <bits/libc.h>
#include <stdarg.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>

key_t ftok(const char *path, int proj)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return -1;
	return (st.st_ino & 0xffff) | (st.st_dev & 0xff) << 16 | (unsigned)(proj & 0xff) << 24;
}

int msgget(key_t key, int flags)
{
	__RETURN(__syscall(SYS_msgget, key, flags));
}

int msgsnd(int id, const void *msg, size_t n, int flags)
{
	__CANCELLED_IN(__syscall(SYS_msgsnd, id, msg, n, flags));
}

ssize_t msgrcv(int id, void *msg, size_t n, long type, int flags)
{
	__CANCELLED_IN(__syscall(SYS_msgrcv, id, msg, n, type, flags));
}

int msgctl(int id, int cmd, struct msqid_ds *ds)
{
	__RETURN(__syscall(SYS_msgctl, id, cmd, ds));
}

int semget(key_t key, int n, int flags)
{
	__RETURN(__syscall(SYS_semget, key, n, flags));
}

int semop(int id, struct sembuf *ops, size_t n)
{
	__RETURN(__syscall(SYS_semtimedop, id, ops, n, 0));
}

int semtimedop(int id, struct sembuf *ops, size_t n, const struct timespec *t)
{
	__RETURN(__syscall(SYS_semtimedop, id, ops, n, t));
}

/* The fourth argument, a union, is passed only with some commands. */
int semctl(int id, int num, int cmd, ...)
{
	union semun { int val; void *p; long l; } arg;
	arg.l = 0;
	switch (cmd) {
	case SETVAL: case GETALL: case SETALL: case IPC_STAT: case IPC_SET: case SEM_STAT: case SEM_STAT_ANY: case IPC_INFO: case SEM_INFO: {
		va_list ap;
		va_start(ap, cmd);
		arg = va_arg(ap, union semun);
		va_end(ap);
	}
	}
	__RETURN(__syscall(SYS_semctl, id, num, cmd, arg.l));
}

int shmget(key_t key, size_t n, int flags)
{
	__RETURN(__syscall(SYS_shmget, key, n, flags));
}

void *shmat(int id, const void *at, int flags)
{
	long r = __syscall(SYS_shmat, id, at, flags);
	if (__FAILED(r)) {
		errno = -r;
		return (void *)-1;
	}
	return (void *)r;
}

int shmdt(const void *at)
{
	__RETURN(__syscall(SYS_shmdt, at));
}

int shmctl(int id, int cmd, struct shmid_ds *ds)
{
	__RETURN(__syscall(SYS_shmctl, id, cmd, ds));
}
