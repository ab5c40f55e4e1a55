/* system(3), popen(3), posix_spawn(3), the exec family. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>

extern char **environ;

static void in_child(const char *what, int (*f)(void))
{
	int status;
	fflush(stdout);
	if (fork() == 0) {
		f();
		printf("%s: %s\n", what, strerror(errno));
		exit(9);
	}
	wait(&status);
	printf("%s: %x\n", what, status);
}

static int by_l(void)
{
	return execl("/bin/sh", "sh", "-c", "echo execl $0", "zero", (char *)NULL);
}

static int by_lp(void)
{
	return execlp("sh", "sh", "-c", "echo execlp", (char *)NULL);
}

static int by_le(void)
{
	char *env[] = { "A=env value", NULL };
	return execle("/bin/sh", "sh", "-c", "echo execle $A", (char *)NULL, env);
}

static int by_v(void)
{
	char *argv[] = { "sh", "-c", "echo execv; exit 4", NULL };
	return execv("/bin/sh", argv);
}

static int by_vp(void)
{
	char *argv[] = { "sh", "-c", "echo execvp", NULL };
	return execvp("sh", argv);
}

static int missing(void)
{
	return execlp("no-such-program", "x", (char *)NULL);
}

static int denied(void)
{
	close(creat("plain", 0644));
	return execl("./plain", "plain", (char *)NULL);
}

static int script(void)
{
	FILE *f = fopen("script", "w");
	fputs("echo a script with $1\n", f);
	fclose(f);
	chmod("script", 0755);
	setenv("PATH", "/nowhere:.:/bin", 1);
	return execlp("script", "script", "argument", (char *)NULL);
}

int main(void)
{
	char line[100];
	FILE *f;
	int r, status, p[2];
	pid_t pid;
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	sigset_t set;
	char *argv[] = { "sh", "-c", "echo spawned; exit 6", NULL }, *none[] = { "x", NULL };
	printf("%d\n", system(NULL));
	fflush(stdout);
	printf("%x\n", system("exit 3"));
	printf("%x\n", system("kill -9 $$"));
	printf("%x\n", system("no-such-command-here 2>/dev/null"));
	fflush(stdout);
	system("echo from system");
	f = popen("echo one; echo two; exit 5", "r");
	while (fgets(line, sizeof line, f))
		printf("[%s]", line);
	printf("%x\n", pclose(f));
	fflush(stdout);
	f = popen("cat", "w");
	fprintf(f, "to cat\n");
	printf("%x\n", pclose(f));
	printf("%d %d\n", popen("x", "z") == NULL, errno == EINVAL);
	in_child("execl", by_l);
	in_child("execlp", by_lp);
	in_child("execle", by_le);
	in_child("execv", by_v);
	in_child("execvp", by_vp);
	in_child("missing", missing);
	in_child("denied", denied);
	in_child("script", script);
	fflush(stdout);
	printf("%d\n", posix_spawn(&pid, "/bin/sh", NULL, NULL, argv, environ));
	waitpid(pid, &status, 0);
	printf("%x\n", status);
	printf("%s\n", strerror(posix_spawn(&pid, "/no/such", NULL, NULL, none, environ)));
	printf("%s\n", strerror(posix_spawnp(&pid, "nosuchprogram", NULL, NULL, none, environ)));
	pipe(p);
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_adddup2(&fa, p[1], 1);
	posix_spawn_file_actions_addclose(&fa, p[0]);
	posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
	posix_spawnattr_init(&attr);
	sigemptyset(&set);
	posix_spawnattr_setsigmask(&attr, &set);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
	printf("%d\n", posix_spawnp(&pid, "sh", &fa, &attr, argv, environ));
	close(p[1]);
	r = read(p[0], line, sizeof line);
	printf("%d %.*s", r, r, line);
	waitpid(pid, &status, 0);
	printf("%x\n", status);
	posix_spawn_file_actions_destroy(&fa);
	posix_spawnattr_destroy(&attr);
	fflush(stdout);
	pid = vfork();
	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", "exit 2", (char *)NULL);
		_exit(1);
	}
	waitpid(pid, &status, 0);
	printf("%x\n", status);
	return 0;
}
