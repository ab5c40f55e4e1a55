// conformance: exit=3
// conformance: stdin=echo hello world\necho a b c | wc -w\nls nosuch\ncd .\necho one > f.txt\ncat < f.txt\necho two >> f.txt\ncat f.txt | sort -r | head -1\nfoo\nexit 3\n
// A small shell with pipelines and redirections.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <errno.h>
#include <sys/wait.h>
#define MAXARGS 32
#define MAXCMDS 8
struct cmd {
    char *argv[MAXARGS];
    int argc;
    char *in, *out;
    int append;
};
static int parse(char *line, struct cmd *cs)
{
    int n = 0;
    char *save, *tok;
    memset(cs, 0, sizeof(struct cmd) * MAXCMDS);
    for (tok = strtok_r(line, " \t\n", &save); tok; tok = strtok_r(NULL, " \t\n", &save)) {
        struct cmd *c = &cs[n];
        if (!strcmp(tok, "|")) {
            if (++n == MAXCMDS)
                return -1;
        } else if (!strcmp(tok, "<"))
            c->in = strtok_r(NULL, " \t\n", &save);
        else if (!strcmp(tok, ">"))
            c->out = strtok_r(NULL, " \t\n", &save);
        else if (!strcmp(tok, ">>")) {
            c->out = strtok_r(NULL, " \t\n", &save);
            c->append = 1;
        } else
            c->argv[c->argc++] = tok;
    }
    return cs[0].argc ? n + 1 : 0;
}
static void run(struct cmd *cs, int n)
{
    int prev = -1, fds[2], i;
    for (i = 0; i < n; i++) {
        if (i < n - 1 && pipe(fds) == -1) {
            perror("pipe");
            return;
        }
        pid_t pid = fork();
        if (pid == -1) {
            perror("fork");
            return;
        }
        if (pid == 0) {
            if (prev != -1) {
                dup2(prev, STDIN_FILENO);
                close(prev);
            }
            if (i < n - 1) {
                dup2(fds[1], STDOUT_FILENO);
                close(fds[0]);
                close(fds[1]);
            }
            if (cs[i].in) {
                int fd = open(cs[i].in, O_RDONLY);
                if (fd < 0) {
                    perror(cs[i].in);
                    _exit(1);
                }
                dup2(fd, 0);
                close(fd);
            }
            if (cs[i].out) {
                int fd = open(cs[i].out, O_WRONLY | O_CREAT | (cs[i].append ? O_APPEND : O_TRUNC), 0644);
                if (fd < 0) {
                    perror(cs[i].out);
                    _exit(1);
                }
                dup2(fd, 1);
                close(fd);
            }
            execvp(cs[i].argv[0], cs[i].argv);
            fprintf(stderr, "mysh: %s: %s\n", cs[i].argv[0], strerror(errno));
            _exit(127);
        }
        if (prev != -1)
            close(prev);
        if (i < n - 1) {
            close(fds[1]);
            prev = fds[0];
        }
    }
    int st;
    while (wait(&st) > 0)
        if (WIFEXITED(st) && WEXITSTATUS(st))
            fprintf(stderr, "[exit %d]\n", WEXITSTATUS(st));
}
int main(void)
{
    char line[1024];
    struct cmd cs[MAXCMDS];
    char *prompt = isatty(0) ? "mysh> " : "";
    for (;;) {
        fputs(prompt, stdout);
        fflush(stdout);
        if (!fgets(line, sizeof line, stdin))
            break;
        int n = parse(line, cs);
        if (n <= 0)
            continue;
        if (!strcmp(cs[0].argv[0], "exit"))
            exit(cs[0].argv[1] ? atoi(cs[0].argv[1]) : 0);
        if (!strcmp(cs[0].argv[0], "cd")) {
            if (chdir(cs[0].argv[1] ? cs[0].argv[1] : getenv("HOME")))
                perror("cd");
            continue;
        }
        run(cs, n);
    }
    putchar('\n');
    return 0;
}
