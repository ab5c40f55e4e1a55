/* ps - processes, from /proc. ps(1): none, -e -A -a -d, -f -l -j, -H --forest f, -L -T, -M, -p -C -u -t, -o, a x u j as BSD has them,
   --no-headers, --ppid.
   Columns as procps prints them. */
#include <ctype.h>
#include <dirent.h>
#include <sys/ioctl.h>
#include <time.h>
#include "procs.h"
#include "util.h"

enum { MAX_COLUMNS = 32, MAX_IDS = 64 };

struct column { const char *name, *header; int width, right; };

/* Names that -o takes. The last column of a line is not padded. */
static const struct column known[] = {
    {"pid", "PID", 5, 1}, {"tgid", "TGID", 5, 1}, {"lwp", "LWP", 5, 1}, {"tid", "TID", 5, 1}, {"spid", "SPID", 5, 1}, {"label", "LABEL", 31, 0}, {"ppid", "PPID", 5, 1},
    {"pgid", "PGID", 5, 1}, {"pgrp", "PGRP", 5, 1}, {"sid", "SID", 5, 1}, {"sess", "SESS", 5, 1}, {"session", "SESS", 5, 1},
    {"tpgid", "TPGID", 5, 1}, {"tty", "TT", 8, 0}, {"tt", "TT", 8, 0}, {"tname", "TTY", 8, 0}, {"stat", "STAT", 4, 0},
    {"state", "S", 1, 0}, {"s", "S", 1, 0}, {"wchan", "WCHAN", 6, 0}, {"bsdtime", "TIME", 6, 1}, {"f", "F", 1, 1}, {"opri", "PRI", 3, 1}, {"addr_sz", "ADDR SZ", 7, 0},
    {"time", "TIME", 8, 1}, {"cputime", "TIME", 8, 1},
    {"etime", "ELAPSED", 11, 1}, {"start", "STARTED", 8, 1}, {"stime", "STIME", 5, 0}, {"uid", "UID", 5, 1},
    {"euid", "EUID", 5, 1}, {"user", "USER", 8, 0}, {"euser", "EUSER", 8, 0}, {"ni", "NI", 3, 1}, {"nice", "NI", 3, 1},
    {"pri", "PRI", 3, 1}, {"nlwp", "NLWP", 4, 1}, {"vsz", "VSZ", 6, 1}, {"vsize", "VSZ", 6, 1}, {"rss", "RSS", 5, 1},
    {"sz", "SZ", 5, 1}, {"pcpu", "%CPU", 4, 1}, {"%cpu", "%CPU", 4, 1}, {"pmem", "%MEM", 4, 1}, {"%mem", "%MEM", 4, 1},
    {"c", "C", 2, 1}, {"comm", "COMMAND", 15, 0}, {"ucmd", "CMD", 15, 0}, {"cmd", "CMD", 27, 0}, {"args", "COMMAND", 27, 0},
    {"command", "COMMAND", 27, 0},
};

static struct column columns[MAX_COLUMNS];
static int ncolumns, no_headers;
static int pids[MAX_IDS], npids, ppids[MAX_IDS], nppids;
static char *names[MAX_IDS], *users[MAX_IDS], *ttys[MAX_IDS];
static int nnames, nusers, nttys;
static int all, bsd_all, bsd_x, not_leaders, with_tty_only;
static long tick;
static double up;
static long boot;
static int screen;
static int indented, forest, by_thread;
static const char *thread_column = "lwp";
static int label;           /* -M: a security context, which nothing has here */
static int thread;          /* the thread that the line is about */
static char branches[400];  /* what stands before the command: its place in the tree */

static void add_column(const char *spec, const char *header)
{
    size_t i, n = strcspn(spec, "=:");
    for (i = 0; i < sizeof known / sizeof *known; i++) {
        if (strlen(known[i].name) != n || strncmp(known[i].name, spec, n))
            continue;
        if (ncolumns == MAX_COLUMNS)
            return;
        columns[ncolumns] = known[i];
        if (header)
            columns[ncolumns].header = header;
        if (spec[n] == ':')
            columns[ncolumns].width = atoi(spec + n + 1);
        if ((int)strlen(columns[ncolumns].header) > columns[ncolumns].width)
            columns[ncolumns].width = strlen(columns[ncolumns].header);
        ncolumns++;
        return;
    }
    fprintf(stderr, "error: unknown user-defined format specifier \"%.*s\"\n", (int)n, spec);
    fputs("\nUsage:\n ps [options]\n\n Try 'ps --help <simple|list|output|threads|misc|all>'\n  or 'ps --help <s|l|o|t|m|a>'\n for additional help text.\n\nFor more details see ps(1).\n", stderr);
    exit(1);
}

static void add_columns(const char *list)
{
    char *copy = xstrdup(list), *at, *save = NULL;
    /* pid=ID: everything behind = is the header, commas too. */
    for (at = strtok_r(copy, ", ", &save); at; at = strtok_r(NULL, ", ", &save)) {
        char *eq = strchr(at, '=');
        add_column(at, eq ? eq + 1 : NULL);
    }
}

static void add_numbers(int *list, int *n, const char *text)
{
    char *copy = xstrdup(text), *at, *save = NULL;
    for (at = strtok_r(copy, ", ", &save); at && *n < MAX_IDS; at = strtok_r(NULL, ", ", &save)) {
        if (!isdigit((unsigned char)*at)) {
            fputs("error: process ID list syntax error\n\nUsage:\n ps [options]\n\n Try 'ps --help <simple|list|output|threads|misc|all>'\n  or 'ps --help <s|l|o|t|m|a>'\n for additional help text.\n\nFor more details see ps(1).\n", stderr);
            exit(1);
        }
        list[(*n)++] = atoi(at);
    }
}

static void add_words(char **list, int *n, const char *text)
{
    char *copy = xstrdup(text), *at, *save = NULL;
    for (at = strtok_r(copy, ", ", &save); at && *n < MAX_IDS; at = strtok_r(NULL, ", ", &save))
        list[(*n)++] = at;
}

static int listed(int id, const int *list, int n)
{
    while (n--)
        if (list[n] == id)
            return 1;
    return 0;
}

static int among(const char *word, char **list, int n)
{
    while (n--)
        if (!strcmp(list[n], word))
            return 1;
    return 0;
}

static int wanted(const struct proc *p, const struct proc *self)
{
    char tty[32];
    tty_name(p->tty, tty);
    if (npids || nppids || nnames || nusers || nttys) {
        return listed(p->pid, pids, npids) || listed(p->ppid, ppids, nppids) || among(p->comm, names, nnames) ||
               among(user_name(p->euid), users, nusers) || among(tty, ttys, nttys) ||
               (*tty == 'p' && among(tty + 4, ttys, nttys));
    }
    if (all)
        return 1;
    if (not_leaders)
        return p->sid != p->pid && (!with_tty_only || p->tty);
    if (bsd_all || bsd_x)
        return (bsd_x || p->tty) && (bsd_all || p->euid == self->euid);
    return p->tty == self->tty && p->euid == self->euid && (self->tty || p->sid == self->sid);
}

static void clock_text(char *s, long seconds)
{
    sprintf(s, "%02ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void stat_text(char *s, const struct proc *p)
{
    *s++ = p->state;
    if (p->nice < 0)
        *s++ = '<';
    else if (p->nice > 0)
        *s++ = 'N';
    if (p->sid == p->pid)
        *s++ = 's';
    if (p->threads > 1)
        *s++ = 'l';
    if (p->tpgid == p->pgid)
        *s++ = '+';
    *s = 0;
}

static double cpu_percent(const struct proc *p)
{
    double lived = up - (double)p->start / tick;
    double used = (double)(p->utime + p->stime) / tick;
    return lived > 0 && used <= lived ? 100 * used / lived : 0;
}

static const char *command(const struct proc *p, int args)
{
    static char text[4200];
    if (args && p->cmdline)
        return p->cmdline;
    snprintf(text, sizeof text, args && p->state != 'Z' ? "[%s]" : p->state == 'Z' ? (args ? "[%s] <defunct>" : "%s <defunct>") : "%s", p->comm);
    return text;
}

static void value(char *s, size_t size, const struct column *c, const struct proc *p, long total)
{
    const char *n = c->name;
    long seconds = (p->utime + p->stime) / tick;
    time_t began = boot + p->start / tick;
    *s = 0;
    if (!strcmp(n, "lwp") || !strcmp(n, "tid") || !strcmp(n, "spid")) sprintf(s, "%d", thread);
    else if (!strcmp(n, "pid") || !strcmp(n, "tgid")) sprintf(s, "%d", p->pid);
    else if (!strcmp(n, "label")) strcpy(s, "-");
    else if (!strcmp(n, "ppid")) sprintf(s, "%d", p->ppid);
    else if (!strcmp(n, "pgid") || !strcmp(n, "pgrp")) sprintf(s, "%d", p->pgid);
    else if (!strncmp(n, "sess", 4) || !strcmp(n, "sid")) sprintf(s, "%d", p->sid);
    else if (!strcmp(n, "tpgid")) sprintf(s, "%d", p->tpgid);
    else if (n[0] == 't' && (n[1] == 't' || n[1] == 'n')) tty_name(p->tty, s);
    else if (!strcmp(n, "stat")) stat_text(s, p);
    else if (!strcmp(n, "s") || !strcmp(n, "state")) sprintf(s, "%c", p->state);
    else if (!strcmp(n, "wchan")) snprintf(s, size, "%.*s", c->width, p->wchan);
    else if (!strcmp(n, "bsdtime")) sprintf(s, "%ld:%02ld", seconds / 60, seconds % 60);
    else if (!strcmp(n, "f")) strcpy(s, "0");
    else if (!strcmp(n, "opri")) sprintf(s, "%d", 80 + p->nice);
    else if (!strcmp(n, "addr_sz")) sprintf(s, "-%6lld", p->vsize / 4096);
    else if (!strcmp(n, "time") || !strcmp(n, "cputime")) clock_text(s, seconds);
    else if (!strcmp(n, "etime")) {
        long lived = (long)(up - (double)p->start / tick);
        if (lived >= 3600) clock_text(s, lived);
        else sprintf(s, "%02ld:%02ld", lived / 60, lived % 60);
    }
    else if (!strcmp(n, "start")) strftime(s, size, "%H:%M:%S", localtime(&began));
    else if (!strcmp(n, "stime")) strftime(s, size, "%H:%M", localtime(&began));
    else if (!strcmp(n, "uid") || !strcmp(n, "euid")) sprintf(s, "%d", p->euid);
    else if (!strcmp(n, "user") || !strcmp(n, "euser")) snprintf(s, size, "%s", user_name(p->euid));
    else if (!strcmp(n, "ni") || !strcmp(n, "nice")) sprintf(s, "%d", p->nice);
    else if (!strcmp(n, "pri")) sprintf(s, "%d", 19 - p->nice);
    else if (!strcmp(n, "nlwp")) sprintf(s, "%d", p->threads);
    else if (!strncmp(n, "vs", 2)) sprintf(s, "%lld", p->vsize / 1024);
    else if (!strcmp(n, "rss")) sprintf(s, "%lld", p->rss * 4);
    else if (!strcmp(n, "sz")) sprintf(s, "%lld", p->vsize / 4096);
    else if (strstr(n, "cpu")) sprintf(s, "%.1f", cpu_percent(p));
    else if (strstr(n, "mem")) sprintf(s, "%.1f", total ? 100.0 * p->rss * 4 / total : 0);
    else if (!strcmp(n, "c")) sprintf(s, "%d", (int)cpu_percent(p));
    else snprintf(s, size, "%s%s", branches, command(p, !strcmp(n, "cmd") || !strcmp(n, "args") || !strcmp(n, "command")));
}

static void print_line(const char *text[])
{
    static char line[8192];
    int i, n = 0;
    for (i = 0; i < ncolumns; i++) {
        const char *space = i ? " " : "";
        if (i + 1 == ncolumns && !columns[i].right)
            n += snprintf(line + n, sizeof line - n, "%s%s", space, text[i]);
        else
            n += snprintf(line + n, sizeof line - n, columns[i].right ? "%s%*s" : "%s%-*s", space, columns[i].width, text[i]);
        if (n >= (int)sizeof line)
            n = sizeof line - 1;
    }
    if (screen && n > screen)
        line[screen] = 0;
    puts(line);
}

static long total;

static void print_one(const struct proc *p)
{
    static char text[MAX_COLUMNS][4700];
    const char *cells[MAX_COLUMNS];
    int k;
    status = 0;
    for (k = 0; k < ncolumns; k++) {
        value(text[k], sizeof text[k], &columns[k], p, total);
        cells[k] = text[k];
    }
    print_line(cells);
}

/* A line, or one for each thread. */
static void print_process(const struct proc *p)
{
    char path[64];
    struct dirent *e;
    DIR *dir = NULL;
    int any = 0;
    thread = p->pid;
    if (by_thread) {
        snprintf(path, sizeof path, "/proc/%d/task", p->pid);
        dir = opendir(path);
    }
    if (!dir) {
        print_one(p);
        return;
    }
    while ((e = readdir(dir)))
        if (isdigit((unsigned char)*e->d_name)) {
            thread = atoi(e->d_name);
            print_one(p);
            any = 1;
        }
    closedir(dir);
    /* A zombie has no thread, nor has init, which is part of the kernel. */
    if (!any)
        print_one(p);
}

/* Is it shown below this process, or for 0 at the top, because its parent is not shown? */
static int below(const struct proc *list, int n, const struct proc *p, int parent, const struct proc *self)
{
    int k;
    if (!wanted(p, self) || parent)
        return wanted(p, self) && p->ppid == parent;
    for (k = 0; k < n; k++)
        if (list[k].pid == p->ppid && wanted(&list[k], self))
            return 0;
    return 1;
}

static void print_tree(const struct proc *list, int n, const struct proc *self, int parent, int depth)
{
    int i, last = -1;
    size_t len = strlen(branches);
    for (i = 0; i < n; i++)
        if (below(list, n, &list[i], parent, self))
            last = i;
    for (i = 0; i < n; i++) {
        if (!below(list, n, &list[i], parent, self))
            continue;
        if (depth && len < sizeof branches - 16)
            strcpy(branches + len, forest ? " \\_ " : "  ");
        print_process(&list[i]);
        if (depth && len < sizeof branches - 16)
            strcpy(branches + len, !forest ? "  " : i == last ? "    " : " |  ");
        print_tree(list, n, self, list[i].pid, depth + 1);
        branches[len] = 0;
    }
}

static void print_all(struct proc *list, int n, const struct proc *self)
{
    const char *cells[MAX_COLUMNS];
    char *mem = slurp("/proc/meminfo", NULL);
    int i, k;
    if (mem)
        sscanf(mem, "MemTotal: %ld", &total);
    for (k = 0; k < ncolumns; k++)
        cells[k] = columns[k].header;
    for (k = 0; k < ncolumns && !*columns[k].header; k++)
        ;
    if (!no_headers && k < ncolumns)
        print_line(cells);
    if (indented || forest) {
        print_tree(list, n, self, 0, 0);
        return;
    }
    for (i = 0; i < n; i++)
        if (wanted(&list[i], self))
            print_process(&list[i]);
}

static void full_format(void)
{
    add_column("user", "UID");
    add_columns(by_thread ? "pid,ppid,lwp,c,nlwp,stime" : "pid,ppid,c,stime");
    add_column("tname", "TTY");
    add_columns("time,cmd");
}

static void user_format(void)
{
    add_columns("user,pid,%cpu,%mem,vsz,rss");
    add_column("tname", "TTY");
    add_column("stat", NULL);
    add_column("stime", "START");
    add_columns("bsdtime,args");
}

static void long_format(void)
{
    add_columns("f,s,uid,pid,ppid,c,opri,ni,addr_sz,wchan");
    add_column("tname", "TTY");
    add_column("time", NULL);
    add_column("ucmd", NULL);
}

static void job_format(void)
{
    add_columns("pid,pgid,sid");
    add_column("tname", "TTY");
    add_columns("time,ucmd");
}

static void bsd_job_format(void)
{
    add_columns("ppid,pid,pgid,sid");
    add_column("tname", "TTY");
    add_columns("tpgid,stat,uid,bsdtime,args");
}

static const char *argument(char **rest, char ***argv)
{
    const char *value = **rest ? *rest : *++*argv;
    if (!value) {
        fputs("error: improper list\n", stderr);
        exit(1);
    }
    *rest = "";
    return value;
}

static void bsd_option(char *p, char ***argv);

/* `ps -ax` is no SysV option: procps then reads all of it as BSD has it. */
static int is_bsd(const char *p)
{
    return strchr(p, 'x') && !p[strspn(p, "axulfwj")];
}

static void option(char *p, char ***argv)
{
    if (is_bsd(p)) {
        bsd_option(p, argv);
        return;
    }
    while (*p) {
        int c = *p++;
        switch (c) {
        case 'e': case 'A': all = 1; break;
        case 'a': not_leaders = with_tty_only = 1; break;
        case 'd': not_leaders = 1; break;
        case 'f': case 'F': if (!ncolumns && strchr(p, 'L')) by_thread = 1; if (!ncolumns) full_format(); break;
        case 'j': if (!ncolumns) job_format(); break;
        case 'H': indented = 1; break;
        case 'L': by_thread = 1; break;
        case 'T': by_thread = 1, thread_column = "spid"; break;
        case 'M': label = 1; break;
        case 'l': if (!ncolumns) long_format(); break;
        case 'w': case 'y': break;
        case 'o': add_columns(argument(&p, argv)); break;
        case 'p': case 'q': add_numbers(pids, &npids, argument(&p, argv)); break;
        case 'C': add_words(names, &nnames, argument(&p, argv)); break;
        case 'u': case 'U': add_words(users, &nusers, argument(&p, argv)); break;
        case 't': add_words(ttys, &nttys, argument(&p, argv)); break;
        default:
            fputs("error: unsupported SysV option\n\nUsage:\n ps [options]\n\n Try 'ps --help <simple|list|output|threads|misc|all>'\n  or 'ps --help <s|l|o|t|m|a>'\n for additional help text.\n\nFor more details see ps(1).\n", stderr);
            exit(1);
        }
    }
}

static void bsd_option(char *p, char ***argv)
{
    while (*p) {
        int c = *p++;
        switch (c) {
        case 'a': bsd_all = 1; break;
        case 'x': bsd_x = 1; break;
        case 'u': if (!ncolumns) user_format(); break;
        case 'l': if (!ncolumns) long_format(); break;
        case 'j': if (!ncolumns) bsd_job_format(); break;
        case 'f': forest = 1; break;
        case 'w': break;
        case 'o': add_columns(argument(&p, argv)); break;
        case 'p': add_numbers(pids, &npids, argument(&p, argv)); break;
        default:
            if (isdigit((unsigned char)c)) {
                add_numbers(pids, &npids, p - 1);
                return;
            }
            fputs("error: unsupported option (BSD syntax)\n", stderr);
            exit(1);
        }
    }
    if (!ncolumns && (bsd_all || bsd_x || forest)) {
        add_column("pid", NULL);
        add_column("tname", "TTY");
        add_columns("stat,bsdtime,args");
    }
}

int main(int argc, char **argv)
{
    int n;
    struct proc self, *list;
    struct winsize size;
    (void)argc;
    progname = "ps";
    for (argv++; *argv; argv++) {
        char *arg = *argv;
        if (!strcmp(arg, "--no-headers") || !strcmp(arg, "--no-heading"))
            no_headers = 1;
        else if (!strcmp(arg, "--ppid") && argv[1])
            add_numbers(ppids, &nppids, *++argv);
        else if (!strcmp(arg, "--pid") && argv[1])
            add_numbers(pids, &npids, *++argv);
        else if (!strcmp(arg, "--forest"))
            forest = 1;
        else if (!strcmp(arg, "--help"))
            return puts("\nUsage:\n ps [options]\n\nSelection: -e -A -a -d a x -p PIDS -C NAMES -u USERS -t TTYS --ppid PIDS\nOutput: -f -l -j u j -o COLUMNS -L -H --forest f --no-headers\n"), 0;
        else if (*arg == '-' && arg[1] && arg[1] != '-')
            option(arg + 1, &argv);
        else if (*arg == '-')
            return fputs("error: unknown gnu long option\n", stderr), 1;
        else
            bsd_option(arg, &argv);
    }
    if (!ncolumns) {
        if (label)
            add_column("label", NULL);
        add_column("pid", NULL);
        if (by_thread)
            add_column(thread_column, NULL);
        add_column("tname", "TTY");
        add_columns("time,ucmd");
    }
    tick = sysconf(_SC_CLK_TCK);
    up = uptime();
    boot = time(NULL) - (long)up;
    if (isatty(1) && !ioctl(1, TIOCGWINSZ, &size))
        screen = size.ws_col;
    read_proc(getpid(), &self);
    list = read_procs(&n);
    status = 1;
    print_all(list, n, &self);
    n = status;
    status = 0;
    finish();
    return n;
}
