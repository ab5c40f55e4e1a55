// conformance: stdin=help\nset x 10\nset y 3\nprint x\nadd x y\nmul x y\ndiv x z\nhistory\nundo\nbogus\nquit\n
// A command interpreter out of a table.
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
typedef struct {
    const char *name;
    int argc;
    int (*fn)(int, char **);
    const char *help;
} command;
static struct {
    char name[16];
    long v;
} vars[32];
static int nv;
static char *hist[64];
static int nh;
static int run = 1;
static long *var(const char *n, int make)
{
    for (int i = 0; i < nv; i++)
        if (!strcmp(vars[i].name, n))
            return &vars[i].v;
    if (!make)
        return NULL;
    snprintf(vars[nv].name, sizeof vars[nv].name, "%s", n);
    return &vars[nv++].v;
}
static int do_help(int, char **);
static int do_set(int c, char **v)
{
    *var(v[1], 1) = strtol(v[2], NULL, 0);
    return 0;
}
static int do_print(int c, char **v)
{
    long *p = var(v[1], 0);
    if (!p)
        return 1;
    printf("%s = %ld\n", v[1], *p);
    return 0;
}
static int arith(int c, char **v)
{
    long *a = var(v[1], 0), *b = var(v[2], 0);
    if (!a || !b)
        return 1;
    switch (v[0][0]) {
    case 'a':
        *a += *b;
        break;
    case 'm':
        *a *= *b;
        break;
    case 'd':
        if (!*b)
            return 2;
        *a /= *b;
    }
    return do_print(2, v);
}
static int do_hist(int c, char **v)
{
    for (int i = 0; i < nh; i++)
        printf("%3d  %s\n", i + 1, hist[i]);
    return 0;
}
static int do_quit(int c, char **v)
{
    run = 0;
    return 0;
}
static const command cmds[] = {{"help", 0, do_help, "this text"},
                               {"set", 2, do_set, "set VAR NUM"},
                               {"print", 1, do_print, "print VAR"},
                               {"add", 2, arith, "add A B"},
                               {"mul", 2, arith, "mul A B"},
                               {"div", 2, arith, "div A B"},
                               {"history", .fn = do_hist, .help = "what you typed"},
                               {"quit", 0, do_quit, "leave"}};
static int do_help(int c, char **v)
{
    for (size_t i = 0; i < sizeof cmds / sizeof cmds[0]; ++i)
        printf("  %-8s - %s\n", cmds[i].name, cmds[i].help);
    return 0;
}
int main(void)
{
    char line[128];
    while (run && printf("> ") && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        hist[nh++] = strdup(line);
        char *av[8];
        int ac = 0;
        for (char *t = strtok(line, " "); t && ac < 8; t = strtok(0, " "))
            av[ac++] = t;
        if (!ac)
            continue;
        const command *c = NULL;
        for (size_t i = 0; i < sizeof cmds / sizeof *cmds; i++)
            if (!strcmp(cmds[i].name, av[0]))
                c = cmds + i;
        if (!c) {
            printf("%s: unknown command\n", av[0]);
            continue;
        }
        if (ac - 1 < c->argc) {
            puts("too few arguments");
            continue;
        }
        int r = c->fn(ac, av);
        if (r)
            printf("%s failed: %d\n", av[0], r);
    }
    return 0;
}
