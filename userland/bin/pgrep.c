/* pgrep, pkill, killall, pidof - find or signal processes by name, from /proc. pgrep(1): -f -x -l -a -c -n -o -u -P -v, -SIGNAL */
#include <bits/regex.h>
#include <ctype.h>
#include <signal.h>
#include "procs.h"
#include "util.h"

static int full, exact, names, lines, count, newest, oldest, invert, parent = -1;
static char *user;
static struct regex *re;

static int matches(const struct proc *p, const char *pattern)
{
    const char *text = full && p->cmdline ? p->cmdline : p->comm;
    long m[4];
    int yes;
    if (p->pid == getpid())
        return 0;
    yes = !re || (exact && !full ? !strcmp(text, pattern) : __regex_search(re, text, strlen(text), 0, m, 1, 0) && (!exact || (m[0] == 0 && m[1] == (long)strlen(text))));
    yes &= parent < 0 || p->ppid == parent;
    yes &= !user || !strcmp(user_name(p->euid), user) || (isdigit((unsigned char)*user) && p->euid == atoi(user));
    return yes != invert;
}

/* killall NAME..., pidof NAME...: names as they are. */
static int by_exact_name(int sig, char **args, int only_show)
{
    int n, i, found = 0, all_found = 1;
    struct proc *list = read_procs(&n);
    for (; *args; args++) {
        int any = 0;
        for (i = n - 1; i >= 0; i--) {
            if (strcmp(list[i].comm, *args) || list[i].pid == getpid())
                continue;
            any = 1;
            if (only_show)
                printf(found++ ? " %d" : "%d", list[i].pid);
            else if (kill(list[i].pid, sig) < 0)
                complain_errno("%s(%d)", *args, list[i].pid);
        }
        if (!any && !only_show)
            fprintf(stderr, "%s: no process found\n", *args);
        all_found &= any;
    }
    if (found)
        putchar('\n');
    finish();
    return only_show ? !found : !all_found;
}

/* killall -l: their names, as many as fit into a line. */
static int list_signals(void)
{
    int i, column = 0;
    for (i = 1; i < 32; i++) {
        const char *name = sigabbrev_np(i);
        if (column && column + 1 + (int)strlen(name) > 77) {
            putchar('\n');
            column = 0;
        }
        column += printf(column ? " %s" : "%s", name);
    }
    putchar('\n');
    return finish();
}

static int signal_option(int *argc, char **argv)
{
    int i, k, sig = SIGTERM;
    for (i = 1; i < *argc; i++) {
        int s = argv[i][0] == '-' && argv[i][1] ? signal_number(argv[i] + 1) : -1;
        if (s < 0 || (islower((unsigned char)argv[i][1]) && !argv[i][2]))
            continue;
        sig = s;
        for (k = i; k < *argc; k++)
            argv[k] = argv[k + 1];
        --*argc;
        break;
    }
    return sig;
}

int main(int argc, char **argv)
{
    const char *name = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0], *error;
    int kills = !strcmp(name, "pkill") || !strcmp(name, "killall"), sig = kills ? signal_option(&argc, argv) : 0, c, n, i, found = 0, chosen = -1;
    struct proc *list;
    if (!strcmp(name, "killall") || !strcmp(name, "pidof")) {
        progname = argv[0];
        if (kills && argc == 2 && (!strcmp(argv[1], "-l") || !strcmp(argv[1], "--list")))
            return list_signals();
        if (argc < 2 && kills) {
            fputs("Usage: killall [OPTION]... [--] NAME...\n       killall -l, --list\n", stderr);
            return 1;
        }
        if (argc < 2)
            return 1;
        return by_exact_name(sig, argv + 1, !kills);
    }
    while ((c = nextopt(argc, argv, "fxlacnovu:P:", "full=f exact=x list-name=l list-full=a count=c newest=n oldest=o inverse=v euid=u parent=P", "[options] <pattern>\n"))) {
        switch (c) {
        case 'f': full = 1; break;
        case 'x': exact = 1; break;
        case 'l': names = 1; break;
        case 'a': lines = 1; break;
        case 'c': count = 1; break;
        case 'n': newest = 1; break;
        case 'o': oldest = 1; break;
        case 'v': invert = 1; break;
        case 'u': user = optval; break;
        case 'P': parent = atoi(optval); break;
        }
    }
    if (!noperands && !user && parent < 0) {
        complain("no matching criteria specified");
        fprintf(stderr, "Try `%s --help' for more information.\n", name);
        return 2;
    }
    if (noperands) {
        re = __regex_compile(operands, 1, REGEX_EXTENDED, &error);
        if (error)
            die(2, "%s", error);
    }
    list = read_procs(&n);
    for (i = 0; i < n; i++) {
        if (!matches(&list[i], noperands ? operands[0] : ""))
            continue;
        found++;
        if (oldest ? chosen < 0 || list[i].start < list[chosen].start : chosen < 0 || list[i].start >= list[chosen].start)
            chosen = i;
    }
    if (count)
        printf("%d\n", found);
    for (i = 0; i < n; i++) {
        if (!matches(&list[i], noperands ? operands[0] : "") || ((newest || oldest) && i != chosen))
            continue;
        if (kills) {
            if (kill(list[i].pid, sig) < 0)
                complain_errno("killing pid %d failed", list[i].pid);
        } else if (!count && lines)
            printf("%d %s\n", list[i].pid, list[i].cmdline ? list[i].cmdline : list[i].comm);
        else if (!count)
            printf(names ? "%d %s\n" : "%d\n", list[i].pid, list[i].comm);
    }
    finish();
    return !found;
}
