/* A small shell with pipes, redirection and background jobs, fed by a script. */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static int last;
static char **split(char *s, const char *by, int *n)
{
	char **v = malloc(sizeof *v * 64), *save, *t;
	*n = 0;
	for (t = strtok_r(s, by, &save); t; t = strtok_r(NULL, by, &save)) v[(*n)++] = t;
	v[*n] = NULL;
	return v;
}
static void run_stage(char *cmd, int in, int out)
{
	char *argv[32];
	int argc = 0, n;
	char **w = split(cmd, " \t", &n);
	for (int i = 0; i < n; i++) {
		if (!strcmp(w[i], "<")) { int f = open(w[++i], O_RDONLY); if (f < 0) { fprintf(stderr, "%s: %s\n", w[i], strerror(errno)); _exit(1); } dup2(f, 0); in = -1; close(f); }
		else if (!strcmp(w[i], ">")) { int f = open(w[++i], O_WRONLY | O_CREAT | O_TRUNC, 0644); dup2(f, 1); out = -1; close(f); }
		else if (!strcmp(w[i], ">>")) { int f = open(w[++i], O_WRONLY | O_CREAT | O_APPEND, 0644); dup2(f, 1); out = -1; close(f); }
		else argv[argc++] = w[i];
	}
	argv[argc] = NULL;
	if (in > 0) dup2(in, 0);
	if (out > 0 && out != 1) dup2(out, 1);
	closefrom(3);
	execvp(argv[0], argv);
	fprintf(stderr, "%s: %s\n", argv[0], errno == ENOENT ? "command not found" : strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}
static void run_line(char *line)
{
	int n, bg = 0;
	size_t len = strlen(line);
	if (len && line[len - 1] == '&') { bg = 1; line[len - 1] = 0; }
	if (!strncmp(line, "cd ", 3)) { last = chdir(line + 3) < 0; if (last) fprintf(stderr, "cd: %s: %s\n", line + 3, strerror(errno)); return; }
	if (!strcmp(line, "wait")) { while (waitpid(-1, NULL, 0) > 0) ; return; }
	if (!strcmp(line, "status")) { printf("status %d\n", last); fflush(stdout); return; }
	char **stages = split(line, "|", &n);
	int in = -1;
	pid_t pids[16];
	for (int i = 0; i < n; i++) {
		int p[2] = { -1, 1 };
		if (i < n - 1) pipe(p);
		pids[i] = fork();
		if (pids[i] == 0) run_stage(stages[i], in, p[1]);
		if (in > 0) close(in);
		if (i < n - 1) close(p[1]);
		in = p[0];
	}
	if (bg) return;
	for (int i = 0; i < n; i++) {
		int st;
		waitpid(pids[i], &st, 0);
		if (i == n - 1) last = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
	}
}
int main(void)
{
	const char *script[] = {
		"echo hello world", "status", "echo c > f", "echo a >> f", "echo b >> f", "sort f", "sort < f | head -n 2 | tr a-z A-Z", "cat f | wc -l",
		"no-such-command", "status", "cat missing", "status", "cd /no/where", "cd /", "pwd", "sleep 0.05 &", "wait", "false", "status",
		"sh -c exit_me_not", "status", "grep -c a < missing", "seq 3 | sort -r | tr '\\n' '-'", "yes | head -n 2", "status", NULL };
	setvbuf(stdout, NULL, _IOLBF, 0);
	dup2(1, 2);
	for (const char **l = script; *l; l++) {
		char line[200];
		strcpy(line, *l);
		printf("$ %s\n", line);
		fflush(stdout);
		run_line(line);
	}
	return 0;
}
