/* vfork(2), and the clone that posix_spawn, system and popen use. */
#define _GNU_SOURCE
#include <bits/libc.h>
#include <signal.h>
#include <sched.h>
#include <unistd.h>

pid_t vfork(void)
{
	__RETURN(__syscall(SYS_vfork));
}

/* The result as the kernel gives it. */
long __clone_vfork(void)
{
	return __syscall(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
}

void __restore_rt(void)
{
	__syscall(SYS_rt_sigreturn);
}
