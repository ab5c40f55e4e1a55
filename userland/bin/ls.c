/* ls - lists directories. ls(1): -1 -a -A -C -d -F -g -h -i -l -n -o -p -r -R -s -S -t -U --color, in columns on a terminal */
#include <dirent.h>
#include <fnmatch.h>
#include <grp.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include "util.h"

struct entry {
    char *name, *path;
    struct stat st;
    int known; /* st is filled in */
};

struct listing { struct entry *at; int n, cap; };

static int all, format, as_file, classify, inodes, numeric, reverse, recursive, blocks, by_size, by_time, human, unsorted, columns = 80;
static int no_owner, no_group, slash, terminal;
static int colour, coloured; /* names are, and one has been */
static int printed; /* whether something stands before the next directory */

static int need_stat(void)
{
    return format == 'l' || classify || inodes || recursive || by_size || by_time || blocks || slash || colour;
}

static struct entry *add(struct listing *l, const char *dir, const char *name)
{
    struct entry *e;
    if (l->n == l->cap)
        l->at = xrealloc(l->at, (l->cap = l->cap ? 2 * l->cap : 32) * sizeof *l->at);
    e = &l->at[l->n++];
    memset(e, 0, sizeof *e);
    e->name = xstrdup(name);
    if (dir) {
        e->path = xmalloc(strlen(dir) + strlen(name) + 2);
        sprintf(e->path, "%s%s%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/", name);
    } else {
        e->path = xstrdup(name);
    }
    return e;
}

static void release(struct listing *l)
{
    while (l->n-- > 0) {
        free(l->at[l->n].name);
        free(l->at[l->n].path);
    }
    free(l->at);
}

static int compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = 0;
    if (by_size && x->st.st_size != y->st.st_size)
        order = x->st.st_size > y->st.st_size ? -1 : 1;
    if (by_time) {
        if (x->st.st_mtim.tv_sec != y->st.st_mtim.tv_sec)
            order = x->st.st_mtim.tv_sec > y->st.st_mtim.tv_sec ? -1 : 1;
        else if (x->st.st_mtim.tv_nsec != y->st.st_mtim.tv_nsec)
            order = x->st.st_mtim.tv_nsec > y->st.st_mtim.tv_nsec ? -1 : 1;
    }
    if (!order)
        order = strcmp(x->name, y->name);
    return reverse ? -order : order;
}

static void mode_string(mode_t m, char *s)
{
    strcpy(s, "?rwxrwxrwx");
    s[0] = S_ISDIR(m) ? 'd' : S_ISLNK(m) ? 'l' : S_ISFIFO(m) ? 'p' : S_ISSOCK(m) ? 's' : S_ISCHR(m) ? 'c' : S_ISBLK(m) ? 'b' : '-';
    for (int i = 0; i < 9; i++)
        if (!(m >> (8 - i) & 1))
            s[i + 1] = '-';
    if (m & S_ISUID) s[3] = m & 0100 ? 's' : 'S';
    if (m & S_ISGID) s[6] = m & 0010 ? 's' : 'S';
    if (m & S_ISVTX) s[9] = m & 0001 ? 't' : 'T';
}

static const char *mark(const struct entry *e)
{
    mode_t m = e->st.st_mode;
    if (!e->known)
        return "";
    if (S_ISDIR(m))
        return classify || slash ? "/" : "";
    if (!classify)
        return "";
    if (S_ISLNK(m)) return format == 'l' ? "" : "@";
    if (S_ISFIFO(m)) return "|";
    if (S_ISSOCK(m)) return "=";
    return m & 0111 && S_ISREG(m) ? "*" : "";
}

/* The colours of dircolors(1) where LS_COLORS is not set; NULL for what has none. */
static const char *colour_of(mode_t m)
{
    if (S_ISDIR(m)) {
        if (m & S_ISVTX)
            return m & S_IWOTH ? "30;42" : "37;44";
        return m & S_IWOTH ? "34;42" : "01;34";
    }
    if (S_ISLNK(m)) return "01;36";
    if (S_ISFIFO(m)) return "33";
    if (S_ISSOCK(m)) return "01;35";
    if (S_ISCHR(m) || S_ISBLK(m)) return "01;33";
    if (m & S_ISUID) return "37;41";
    if (m & S_ISGID) return "30;43";
    return m & 0111 ? "01;32" : NULL;
}

/* On a terminal, a name that the shell would not take as it is stands in quotes. */
static const char *shown(const char *name)
{
    return terminal ? quote(name) : name;
}

/* A name in its colour; gives its width. */
static int put_name(const char *name, const struct stat *st)
{
    const char *code = colour && st ? colour_of(st->st_mode) : NULL;
    int n;
    if (!code)
        return printf("%s", shown(name));
    printf("%s\033[%sm", coloured ? "" : "\033[0m", code);
    coloured = 1;
    n = printf("%s", shown(name));
    printf("\033[0m");
    return n;
}

static char *owner(unsigned id, int group, char *buf)
{
    struct passwd *p = group || numeric ? NULL : getpwuid(id);
    struct group *g = group && !numeric ? getgrgid(id) : NULL;
    const char *name = p ? p->pw_name : g ? g->gr_name : NULL;
    if (name)
        snprintf(buf, 33, "%s", name);
    else
        sprintf(buf, "%u", id);
    return buf;
}

/* A number of bytes, or in units of 1024 rounded up, with a decimal below 10 (-h). */
static const char *amount(unsigned long bytes, char *buf)
{
    unsigned long unit = 1024, tenths;
    const char *letter = "KMGTPE";
    if (!human || bytes < 1024) {
        sprintf(buf, "%lu", bytes);
        return buf;
    }
    while ((bytes + unit - 1) / unit >= 1024 && letter[1])
        unit *= 1024, letter++;
    tenths = (bytes / unit) * 10 + (bytes % unit * 10 + unit - 1) / unit;
    if (tenths < 100)
        sprintf(buf, "%lu.%lu%c", tenths / 10, tenths % 10, *letter);
    else
        sprintf(buf, "%lu%c", (bytes + unit - 1) / unit, *letter);
    return buf;
}

/* What blocks of 512 bytes take: in kilobytes, or as an amount. */
static const char *room(long n, char *buf)
{
    if (human)
        return amount(n * 512UL, buf);
    sprintf(buf, "%ld", n / 2);
    return buf;
}

static void widest(int *width, int n)
{
    if (n > *width)
        *width = n;
}

/* Times of the last half year have an hour, others a year. */
static const char *when(const struct timespec *t, const struct timespec *now)
{
    static char buf[32];
    int recent = t->tv_sec <= now->tv_sec && t->tv_sec > now->tv_sec - 31556952 / 2;
    strftime(buf, sizeof buf, recent ? "%b %e %H:%M" : "%b %e  %Y", localtime(&t->tv_sec));
    return buf;
}

static void print_long_one(const struct entry *e, const int width[8], const struct timespec *now)
{
    char mode[12], name[40], link[4096];
    const struct stat *st = &e->st;
    if (inodes)
        printf("%*lu ", width[0], (unsigned long)st->st_ino);
    if (blocks)
        printf("%*s ", width[5], room(st->st_blocks, name));
    mode_string(st->st_mode, mode);
    printf("%s %*lu ", mode, width[1], (unsigned long)st->st_nlink);
    if (!no_owner)
        printf(numeric ? "%*s " : "%-*s ", width[2], owner(st->st_uid, 0, name));
    if (!no_group)
        printf(numeric ? "%*s " : "%-*s ", width[3], owner(st->st_gid, 1, name));
    if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
        printf("%*u, %*u ", width[6], major(st->st_rdev), width[7], minor(st->st_rdev));
    else
        printf("%*s ", width[4], amount(st->st_size, name));
    printf("%s ", when(&st->st_mtim, now));
    put_name(e->name, st);
    printf("%s", mark(e));
    if (S_ISLNK(st->st_mode)) {
        ssize_t n = readlink(e->path, link, sizeof link - 1);
        if (n >= 0) {
            struct stat target;
            link[n] = 0;
            printf(" -> ");
            put_name(link, colour && !stat(e->path, &target) ? &target : NULL);
        }
    }
    putchar('\n');
}

static void print_long(const struct listing *l)
{
    /* inode, links, owner, group, size, blocks, major, minor */
    int width[8] = {0}, i;
    char buf[64];
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    for (i = 0; i < l->n; i++) {
        const struct stat *st = &l->at[i].st;
        widest(&width[0], sprintf(buf, "%lu", (unsigned long)st->st_ino));
        widest(&width[1], sprintf(buf, "%lu", (unsigned long)st->st_nlink));
        widest(&width[2], strlen(owner(st->st_uid, 0, buf)));
        widest(&width[3], strlen(owner(st->st_gid, 1, buf)));
        widest(&width[5], strlen(room(st->st_blocks, buf)));
        if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode)) {
            widest(&width[6], sprintf(buf, "%u", major(st->st_rdev)));
            widest(&width[7], sprintf(buf, "%u", minor(st->st_rdev)));
            widest(&width[4], width[6] + 2 + width[7]);
        } else {
            widest(&width[4], strlen(amount(st->st_size, buf)));
        }
    }
    if (width[6] && width[6] + 2 + width[7] < width[4])
        width[6] = width[4] - 2 - width[7];
    for (i = 0; i < l->n; i++)
        print_long_one(&l->at[i], width, &now);
}

static int print_short_one(const struct entry *e, int inode_width, int block_width)
{
    int n = 0;
    char number[40];
    if (inodes)
        n += printf("%*lu ", inode_width, (unsigned long)e->st.st_ino);
    if (blocks)
        n += printf("%*s ", block_width, room(e->st.st_blocks, number));
    n += put_name(e->name, e->known ? &e->st : NULL);
    return n + printf("%s", mark(e));
}

static void indent(int from, int to)
{
    while (from < to) {
        /* A tab would keep the colour of what stands before it on some terminals. */
        if (!colour && to / 8 > (from + 1) / 8) {
            putchar('\t');
            from += 8 - from % 8;
        } else {
            putchar(' ');
            from++;
        }
    }
}

static int short_width(const struct entry *e, int inode_width, int block_width)
{
    return (inodes ? inode_width + 1 : 0) + (blocks ? block_width + 1 : 0) + strlen(shown(e->name)) + strlen(mark(e));
}

/* As many columns as fit, filled downwards, each as wide as its longest name and two blanks. */
static void print_columns(const struct listing *l, int inode_width, int block_width)
{
    int *width = xmalloc((columns / 3 + 2) * sizeof *width), cols, rows, i, r, c;
    for (cols = columns / 3 > 1 ? columns / 3 : 1; cols > 1; cols--) {
        int total = 0;
        if (cols > l->n)
            continue;
        rows = (l->n + cols - 1) / cols;
        if ((cols - 1) * rows >= l->n)
            continue;
        for (c = 0; c < cols; c++) {
            width[c] = 0;
            for (i = c * rows; i < l->n && i < (c + 1) * rows; i++)
                widest(&width[c], short_width(&l->at[i], inode_width, block_width) + (c + 1 < cols ? 2 : 0));
            total += width[c];
        }
        if (total < columns)
            break;
    }
    rows = cols > 1 ? (l->n + cols - 1) / cols : l->n;
    for (r = 0; r < rows; r++) {
        int at = 0, n;
        for (c = 0; c < cols && c * rows + r < l->n; c++) {
            n = print_short_one(&l->at[c * rows + r], inode_width, block_width);
            if ((c + 1) * rows + r < l->n)
                indent(at + n, at + width[c]);
            at += width[c];
        }
        putchar('\n');
    }
    free(width);
}

static void print(const struct listing *l)
{
    int i, inode_width = 0, block_width = 0;
    char buf[32];
    if (format == 'l') {
        print_long(l);
        return;
    }
    for (i = 0; i < l->n && need_stat(); i++) {
        widest(&inode_width, sprintf(buf, "%lu", (unsigned long)l->at[i].st.st_ino));
        widest(&block_width, strlen(room(l->at[i].st.st_blocks, buf)));
    }
    if (format == 'C') {
        if (l->n)
            print_columns(l, inode_width, block_width);
        return;
    }
    for (i = 0; i < l->n; i++) {
        print_short_one(&l->at[i], inode_width, block_width);
        putchar('\n');
    }
}

static void list_directory(const char *path, int title)
{
    struct listing l = {0};
    struct dirent *d;
    DIR *dir = opendir(path);
    long total = 0;
    char sum[40];
    int i;
    if (!dir) {
        complain_errno("cannot open directory %s", quote_always(path));
        return;
    }
    if (title) {
        printf("%s%s:\n", printed ? "\n" : "", shown(path));
        printed = 1;
    }
    while ((d = readdir(dir))) {
        struct entry *e;
        if (d->d_name[0] == '.' && (!all || (all == 'A' && (!d->d_name[1] || !strcmp(d->d_name, "..")))))
            continue;
        e = add(&l, path, d->d_name);
        if (need_stat() && !(e->known = !lstat(e->path, &e->st))) {
            complain_errno("cannot access %s", quote_always(e->path));
            continue;
        }
        total += e->st.st_blocks;
    }
    closedir(dir);
    if (!unsorted && l.n)
        qsort(l.at, l.n, sizeof *l.at, compare);
    if (format == 'l' || blocks)
        printf("total %s\n", room(total, sum));
    print(&l);
    printed = 1;
    for (i = 0; recursive && i < l.n; i++)
        if (l.at[i].known && S_ISDIR(l.at[i].st.st_mode) && strcmp(l.at[i].name, ".") && strcmp(l.at[i].name, ".."))
            list_directory(l.at[i].path, 1);
    release(&l);
}

/* The terminals of dircolors(1). */
static int knows_colours(void)
{
    static const char *const known[] = {"Eterm", "ansi", "*color*", "con[0-9]*x[0-9]*", "cons25", "console", "cygwin", "*direct*", "dtterm", "gnome",
                                        "hurd", "jfbterm", "konsole", "kterm", "linux", "linux-c", "mlterm", "putty", "rxvt*", "screen*", "st",
                                        "terminator", "tmux*", "vt100", "vt220", "xterm*"};
    const char *term = getenv("TERM"), *colours = getenv("COLORTERM");
    unsigned i;
    if (colours && *colours)
        return 1;
    for (i = 0; term && i < sizeof known / sizeof *known; i++)
        if (!fnmatch(known[i], term, 0))
            return 1;
    return 0;
}

/* --color[=WHEN] */
static void set_colour(const char *when)
{
    static const char *const always[] = {"always", "yes", "force"}, *const never[] = {"never", "no", "none"}, *const as_terminal[] = {"auto", "tty", "if-tty"};
    int i;
    colour = -1;
    for (i = 0; i < 3; i++) {
        if (!when || !strcmp(when, always[i])) colour = 1;
        else if (!strcmp(when, never[i])) colour = 0;
        else if (!strcmp(when, as_terminal[i])) colour = isatty(1);
    }
    if (colour >= 0) {
        colour = colour && knows_colours();
        return;
    }
    complain("invalid argument %s for '--color'", quote_always(when));
    fprintf(stderr, "Valid arguments are:\n  - 'always', 'yes', 'force'\n  - 'never', 'no', 'none'\n  - 'auto', 'tty', 'if-tty'\n");
    fprintf(stderr, "Try '%s --help' for more information.\n", progname);
    exit(1);
}

static void set_option(int c)
{
    switch (c) {
    case '1': case 'C': if (format != 'l' || c == 'C') format = c; break;
    case 'l': format = 'l'; break;
    case 'g': format = 'l'; no_owner = 1; break;
    case 'o': format = 'l'; no_group = 1; break;
    case 'n': format = 'l'; numeric = 1; break;
    case 'a': all = 'a'; break;
    case 'A': if (!all) all = 'A'; break;
    case 'd': as_file = 1; break;
    case 'h': human = 1; break;
    case 'F': classify = 1; break;
    case 'p': slash = 1; break;
    case 'i': inodes = 1; break;
    case 'r': reverse = 1; break;
    case 'R': recursive = 1; break;
    case 's': blocks = 1; break;
    case 'S': by_size = 1; by_time = 0; break;
    case 't': by_time = 1; by_size = 0; break;
    case 'U': unsorted = 1; break;
    case '%': set_colour(optval); break;
    }
}

int main(int argc, char **argv)
{
    static char *here[] = {"."};
    struct listing files = {0}, dirs = {0};
    struct winsize size;
    int c, i, many;
    trouble = 2;
    while ((c = nextopt(argc, argv, "1aACdFghilnoprRsStU", "all=a almost-all=A color=% directory=d classify=F human-readable=h inode=i numeric-uid-gid=n reverse=r recursive=R size=s",
                        "[OPTION]... [FILE]...\nList information about the FILEs (the current directory by default).\n")))
        set_option(c);
    if (!format || format == 'C') {
        terminal = !format && isatty(1);
        if (!format)
            format = terminal ? 'C' : '1';
        if (getenv("COLUMNS") && atoi(getenv("COLUMNS")) > 0)
            columns = atoi(getenv("COLUMNS"));
        else if (format == 'C' && !ioctl(1, TIOCGWINSZ, &size) && size.ws_col)
            columns = size.ws_col;
    }
    if (!noperands) {
        operands = here;
        noperands = 1;
    }
    many = noperands > 1;
    for (i = 0; i < noperands; i++) {
        struct stat st;
        /* A link named on the command line is followed unless it is shown itself. */
        int follow = !as_file && format != 'l' && !classify;
        int r = follow ? stat(operands[i], &st) : lstat(operands[i], &st);
        if (r < 0 && follow)
            r = lstat(operands[i], &st);
        if (r < 0) {
            complain_errno("cannot access %s", quote_always(operands[i]));
            status = 2;
            continue;
        }
        struct entry *e = add(S_ISDIR(st.st_mode) && !as_file ? &dirs : &files, NULL, operands[i]);
        e->st = st;
        e->known = 1;
    }
    if (files.n) {
        qsort(files.at, files.n, sizeof *files.at, compare);
        print(&files);
        printed = 1;
    }
    if (dirs.n)
        qsort(dirs.at, dirs.n, sizeof *dirs.at, compare);
    for (i = 0; i < dirs.n; i++)
        list_directory(dirs.at[i].path, many || recursive);
    return finish();
}
