/* What can still be looked at in /proc of a process that has ended, and how sleepers of several kinds show there. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void entry(int pid, const char *name)
{
	char path[60], text[300];
	int fd, n;
	sprintf(path, "/proc/%d/%s", pid, name);
	errno = 0;
	n = readlink(path, text, sizeof text);
	printf("%s: link %s", name, n >= 0 ? "can be read" : strerror(errno));
	errno = 0;
	fd = open(path, O_RDONLY);
	printf("; open %s", strerror(errno));
	if (fd >= 0) {
		errno = 0;
		n = read(fd, text, sizeof text);
		printf("; read %s%s", n == 0 ? "nothing" : n > 0 ? "something" : "", errno ? strerror(errno) : "");
	}
	printf("\n");
	close(fd);
}

static void lines(int pid, const char *words)
{
	char path[60], line[200], word[60];
	sprintf(path, "/proc/%d/status", pid);
	FILE *f = fopen(path, "r");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "%59[^:]", word) == 1 && strstr(words, word))
			fputs(line, stdout);
	if (f)
		fclose(f);
}

int main(void)
{
	const char *names[] = { "fd", "fd/1", "fdinfo", "fdinfo/1", "cwd", "exe", "root", "comm", "cmdline", "maps", "environ", "stat", "status", "wchan", "task" };
	int p = fork(), status;
	if (p == 0)
		_exit(1);
	usleep(20000);
	for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
		entry(p, names[i]);
	waitpid(p, &status, 0);

	p = fork();
	if (p == 0) {
		sigset_t set;
		int got;
		sigemptyset(&set);
		sigaddset(&set, SIGUSR1);
		sigaddset(&set, SIGUSR2);
		sigprocmask(SIG_BLOCK, &set, 0);
		sigdelset(&set, SIGUSR2);
		sigwait(&set, &got);
		_exit(0);
	}
	usleep(20000);
	printf("in sigwait\n");
	lines(p, "State SigBlk");
	kill(p, SIGUSR1);
	waitpid(p, &status, 0);

	int *shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	p = fork();
	if (p == 0) {
		int child = vfork();
		if (child == 0) {
			*shared = getpid();
			pause();
			_exit(0);
		}
		_exit(3);
	}
	usleep(20000);
	printf("in vfork\n");
	lines(p, "State");
	kill(*shared, SIGTERM);
	waitpid(p, &status, 0);
	printf("exit %d\n", WEXITSTATUS(status));
	return 0;
}
