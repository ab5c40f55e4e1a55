/* inotify_init(2), inotify_add_watch(2), inotify_rm_watch(2); pidfd_open(2), pidfd_send_signal(2), pidfd_getfd(2) */
#include <bits/libc.h>
#include <sys/inotify.h>
#include <sys/pidfd.h>

int inotify_init(void)
{
	__RETURN(__syscall(SYS_inotify_init));
}

int inotify_init1(int flags)
{
	__RETURN(__syscall(SYS_inotify_init1, flags));
}

int inotify_add_watch(int fd, const char *path, uint32_t mask)
{
	__RETURN(__syscall(SYS_inotify_add_watch, fd, path, mask));
}

int inotify_rm_watch(int fd, int wd)
{
	__RETURN(__syscall(SYS_inotify_rm_watch, fd, wd));
}

int pidfd_open(pid_t pid, unsigned int flags)
{
	__RETURN(__syscall(SYS_pidfd_open, pid, flags));
}

int pidfd_getfd(int pidfd, int fd, unsigned int flags)
{
	__RETURN(__syscall(SYS_pidfd_getfd, pidfd, fd, flags));
}

int pidfd_send_signal(int pidfd, int sig, siginfo_t *info, unsigned int flags)
{
	__RETURN(__syscall(SYS_pidfd_send_signal, pidfd, sig, info, flags));
}
