/* posix_spawn with file actions, attributes, an environment and what fails. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
extern char **environ;
static void report(const char *what, int rc, pid_t p)
{
	int st;
	if (rc) { printf("%s: %s\n", what, strerror(rc)); return; }
	waitpid(p, &st, 0);
	if (WIFEXITED(st)) printf("%s: exit %d\n", what, WEXITSTATUS(st));
	else printf("%s: signal %s\n", what, strsignal(WTERMSIG(st)));
}
int main(void)
{
	pid_t p;
	int rc0;
	setvbuf(stdout, NULL, _IONBF, 0);
	char *echo[] = { "echo", "one", "two", NULL };
	rc0 = posix_spawnp(&p, "echo", NULL, NULL, echo, environ); report("echo", rc0, p);
	posix_spawn_file_actions_t fa;
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_addopen(&fa, 1, "out.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_adddup2(&fa, 1, 2);
	char *sh[] = { "sh", "-c", "echo to file; echo err >&2; exit 3", NULL };
	rc0 = posix_spawn(&p, "/bin/sh", &fa, NULL, sh, environ); report("sh", rc0, p);
	posix_spawn_file_actions_destroy(&fa);
	char *cat[] = { "cat", "out.txt", NULL };
	rc0 = posix_spawnp(&p, "cat", NULL, NULL, cat, environ); report("cat", rc0, p);
	char *no[] = { "nothing", NULL };
	rc0 = posix_spawnp(&p, "no-such-program", NULL, NULL, no, environ); report("nothing", rc0, p);
	posix_spawnattr_t at;
	posix_spawnattr_init(&at);
	sigset_t def, mask;
	sigemptyset(&def); sigaddset(&def, SIGTERM);
	signal(SIGTERM, SIG_IGN);
	posix_spawnattr_setsigdefault(&at, &def);
	posix_spawnattr_setpgroup(&at, 0);
	sigemptyset(&mask);
	posix_spawnattr_setsigmask(&at, &mask);
	posix_spawnattr_setflags(&at, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
	char *killer[] = { "sh", "-c", "kill -TERM $$; exit 9", NULL };
	rc0 = posix_spawn(&p, "/bin/sh", NULL, &at, killer, environ); report("default", rc0, p);
	posix_spawnattr_setflags(&at, 0);
	rc0 = posix_spawn(&p, "/bin/sh", NULL, &at, killer, environ); report("ignored", rc0, p);
	char *env[] = { "COLOUR=red", NULL }, *show[] = { "sh", "-c", "echo colour $COLOUR home ${HOME:-none}", NULL };
	rc0 = posix_spawn(&p, "/bin/sh", NULL, NULL, show, env); report("env", rc0, p);
	int fds[2];
	pipe(fds);
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_addclose(&fa, fds[0]);
	posix_spawn_file_actions_adddup2(&fa, fds[1], 1);
	posix_spawn_file_actions_addclose(&fa, fds[1]);
	rc0 = posix_spawnp(&p, "echo", &fa, NULL, echo, environ); report("pipe", rc0, p);
	close(fds[1]);
	char b[100];
	int n = read(fds[0], b, sizeof b);
	printf("through the pipe: %.*s", n, b);
	printf("then %zd\n", read(fds[0], b, sizeof b));
	posix_spawn_file_actions_addopen(&fa, 0, "/no/such/file", O_RDONLY, 0);
	int rc = posix_spawnp(&p, "echo", &fa, NULL, echo, environ);
	printf("bad action: %s\n", strerror(rc));
	return 0;
}
