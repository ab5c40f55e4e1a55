// conformance: stdin=echo hello world\ncd sub\npwd2\nmissing\necho one > f.txt\necho two >> f.txt\ncat < f.txt\ncat f.txt | sort -r | tr o 0\nfalse\nstatus\nsh -c "exit 9"\nstatus\nexit 4\necho never\n
// conformance: exit=4
// A small shell: words, quotes, redirection, pipelines, some commands of its own.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAXARGS 20

struct cmd {
    char *argv[MAXARGS];
    int argc;
    char *in, *out;
    int append;
};

static int last;

static char *word(char **p)
{
    while (**p == ' ')
        (*p)++;
    if (!**p || **p == '|')
        return NULL;
    char *start = *p, *to = *p;
    int quote = 0;
    for (; **p && (quote || (**p != ' ' && **p != '|')); (*p)++)
        if (**p == '"')
            quote = !quote;
        else
            *to++ = **p;
    if (**p == ' ')
        (*p)++;
    *to = '\0';
    return start;
}

static int parse(char *line, struct cmd *c)
{
    int n = 0;
    char *copy = line, *w;
    memset(c, 0, sizeof *c);
    for (;;) {
        while ((w = word(&copy))) {
            if (!strcmp(w, "<"))
                c[n].in = word(&copy);
            else if (!strcmp(w, ">") || !strcmp(w, ">>")) {
                c[n].append = w[1] == '>';
                c[n].out = word(&copy);
            } else
                c[n].argv[c[n].argc++] = w;
        }
        n++;
        if (*copy != '|')
            return n;
        copy++;
        memset(&c[n], 0, sizeof c[n]);
    }
}

static void redirect(const char *name, int flags, int fd)
{
    int f = open(name, flags, 0644);
    if (f < 0) {
        printf("%s: %s\n", name, strerror(errno));
        exit(1);
    }
    dup2(f, fd);
    close(f);
}

static void run(struct cmd *c, int n)
{
    int prev = 0, p[2], status;
    pid_t pid = 0;
    for (int i = 0; i < n; i++) {
        if (i < n - 1)
            pipe(p);
        fflush(stdout);
        if ((pid = fork()) == 0) {
            if (prev) {
                dup2(prev, 0);
                close(prev);
            }
            if (i < n - 1) {
                dup2(p[1], 1);
                close(p[0]);
                close(p[1]);
            }
            if (c[i].in)
                redirect(c[i].in, O_RDONLY, 0);
            if (c[i].out)
                redirect(c[i].out, O_WRONLY | O_CREAT | (c[i].append ? O_APPEND : O_TRUNC), 1);
            execvp(c[i].argv[0], c[i].argv);
            printf("%s: not found\n", c[i].argv[0]);
            fflush(stdout);
            _exit(127);
        }
        if (prev)
            close(prev);
        if (i < n - 1) {
            close(p[1]);
            prev = p[0];
        }
    }
    waitpid(pid, &status, 0);
    while (wait(NULL) > 0)
        ;
    last = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(void)
{
    char line[200];
    struct cmd c[5];
    mkdir("sub", 0755);
    setenv("PATH", "/bin:/usr/bin", 1);
    setvbuf(stdin, NULL, _IONBF, 0);
    while (printf("$ "), fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        printf("%s\n", line);
        int n = parse(line, c);
        if (c[0].argc == 0)
            continue;
        if (!strcmp(c[0].argv[0], "exit"))
            return c[0].argc > 1 ? atoi(c[0].argv[1]) : last;
        if (!strcmp(c[0].argv[0], "cd")) {
            last = chdir(c[0].argv[1]) < 0;
        } else if (!strcmp(c[0].argv[0], "status")) {
            printf("%d\n", last);
        } else
            run(c, n);
    }
    return last;
}
