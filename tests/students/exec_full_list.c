/* says: the list of arguments that execvp() is given here has no end: all 4 elements of 'c->argv' are set | [failed-exec] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAXARG 4
struct command { int argc; char *argv[MAXARG]; };

static void parse(struct command *c, char *line)
{
    c->argc = 0;
    for (char *t = strtok(line, " "); t && c->argc < MAXARG; t = strtok(NULL, " "))
        c->argv[c->argc++] = t;
    /* forgot: c->argv[c->argc] = NULL */
}

static int execute(struct command *c)
{
    int st;
    pid_t pid = fork();
    if (pid < 0) {
        perror("fork");
        return -1;
    }
    if (pid == 0) {
        execvp(c->argv[0], c->argv);
        perror("execvp");
        _exit(127);
    }
    if (waitpid(pid, &st, 0) < 0)
        return -1;
    return WIFEXITED(st) ? WEXITSTATUS(st) : -1;
}

int main(void)
{
    char first[] = "echo a b c";
    char second[] = "echo just-one";
    struct command c;
    parse(&c, first);
    int r1 = execute(&c);
    parse(&c, second);
    int r2 = execute(&c);
    printf("%d %d\n", r1, r2);
    return 0;
}
