/* pidfd_open(2), pidfd_send_signal(2), waitid(2) with P_PIDFD. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	siginfo_t info;
	struct pollfd p;
	pid_t child = fork();
	int fd, r;
	if (child == 0)
		for (;;)
			pause();
	fd = syscall(SYS_pidfd_open, child, 0);
	printf("descriptor %d cloexec %d\n", fd, fcntl(fd, F_GETFD));
	p.fd = fd;
	p.events = POLLIN;
	printf("poll %d\n", poll(&p, 1, 0));
	printf("exists %d\n", (int)syscall(SYS_pidfd_send_signal, fd, 0, 0, 0));
	printf("signal %d\n", (int)syscall(SYS_pidfd_send_signal, fd, SIGTERM, 0, 0));
	printf("poll %d", poll(&p, 1, -1));
	printf(" %x\n", p.revents);
	memset(&info, 0, sizeof info);
	r = waitid(P_PIDFD, fd, &info, WEXITED);
	printf("wait %d code %d status %d child %d\n", r, info.si_code, info.si_status, info.si_pid == child);
	r = syscall(SYS_pidfd_send_signal, fd, 0, 0, 0);
	printf("gone %d %s\n", r, strerror(errno));
	r = waitid(P_PIDFD, fd, &info, WEXITED);
	printf("wait %d %s\n", r, strerror(errno));
	r = syscall(SYS_pidfd_open, child, 0);
	printf("open %d %s\n", r, strerror(errno));
	r = syscall(SYS_pidfd_open, -1, 0);
	printf("open %d %s\n", r, strerror(errno));
	r = syscall(SYS_pidfd_send_signal, 0, SIGTERM, 0, 0);
	printf("other descriptor %d %s\n", r, strerror(errno));
	return 0;
}
