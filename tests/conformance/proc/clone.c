/* clone(2) with what the child shares: memory, directory, descriptors, dispositions. */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STACK = 256 * 1024 };

static int variable;

static void other(int sig)
{
}

static int child(void *arg)
{
	variable = 5;
	chdir("/tmp");
	umask(0);
	signal(SIGUSR1, other);
	close(*(int *)arg);
	return 7;
}

static void try(const char *what, int flags)
{
	static char *stack;
	struct sigaction act;
	char dir[64];
	int fd = dup(0), status, pid;
	if (!stack)
		stack = mmap(0, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	variable = 1;
	chdir("/");
	umask(022);
	signal(SIGUSR1, SIG_DFL);
	pid = clone(child, stack + STACK, flags, &fd);
	if (pid < 0) {
		printf("%s: %s\n", what, strerror(errno));
		close(fd);
		return;
	}
	waitpid(pid, &status, __WALL);
	sigaction(SIGUSR1, 0, &act);
	printf("%s: status %d variable %d in %s umask %03o handler %d close %d\n", what, WEXITSTATUS(status), variable,
	       getcwd(dir, sizeof dir), umask(022), act.sa_handler != SIG_DFL, close(fd));
}

int main(void)
{
	try("nothing", SIGCHLD);
	try("vm", CLONE_VM | SIGCHLD);
	try("fs", CLONE_FS | SIGCHLD);
	try("files", CLONE_FILES | SIGCHLD);
	try("sighand without vm", CLONE_SIGHAND | SIGCHLD);
	try("vm and sighand", CLONE_VM | CLONE_SIGHAND | SIGCHLD);
	try("all", CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | SIGCHLD);
	try("vfork", CLONE_VM | CLONE_VFORK | SIGCHLD);
	try("no signal", CLONE_VM);
	return 0;
}
