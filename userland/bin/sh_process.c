/* sh_process.c - the shell's commands about the process: cd, pwd, read, getopts, umask, ulimit, times. */
#include <ctype.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/times.h>
#include "sh_core.h"
#include "util.h"

/* ---- the working directory, by the name that led there ---- */

static char *directory;

static int is_here(const char *path)
{
    struct stat a, b;
    return *path == '/' && !stat(path, &a) && !stat(".", &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* PWD is believed until the directory is needed; only a shell without one asks the kernel at once. */
void init_directory(void)
{
    static char buf[4096];
    if (get_var("PWD") || !getcwd(buf, sizeof buf))
        return;
    directory = copy_string(buf);
    set_name("PWD", directory);
}

static const char *here(void)
{
    static char buf[4096];
    if (!directory) {
        char *pwd = get_var("PWD");
        if (pwd && is_here(pwd))
            directory = copy_string(pwd);
        else if (getcwd(buf, sizeof buf))
            directory = copy_string(buf);
    }
    return directory ? directory : "";
}

/* Joins a path to the working directory, and takes . and .. out of it by name. */
static char *logical(const char *path)
{
    struct str s = {0};
    if (*path != '/')
        str_adds(&s, here());
    if (s.n == 1)
        s.n = 0;
    while (*path) {
        size_t n = strcspn(path, "/");
        if (n == 2 && !strncmp(path, "..", 2)) {
            while (s.n && s.s[s.n - 1] != '/')
                s.n--;
            if (s.n)
                s.n--;
        } else if (n && !(n == 1 && *path == '.')) {
            str_put(&s, '/');
            str_add(&s, path, n);
        }
        path += n;
        path += strspn(path, "/");
    }
    if (!s.n)
        str_put(&s, '/');
    return str_take(&s);
}

static int change(const char *dest, int physical, int print)
{
    static char buf[4096];
    char *path = physical ? (char *)dest : logical(dest);
    if (chdir(path) < 0)
        return -1;
    set_name("OLDPWD", here());
    free(directory);
    directory = NULL;
    if (physical)
        path = getcwd(buf, sizeof buf) ? buf : path;
    directory = copy_string(path);
    set_name("PWD", directory);
    if (print)
        puts(directory);
    return 0;
}

int b_cd(int argc, char **argv)
{
    int c, physical = 0, print = 0;
    const char *dest, *path;
    (void)argc;
    while ((c = builtin_option(&argv, "LP")))
        physical = c == 'P';
    dest = *argv;
    if (!dest) {
        dest = get_var("HOME");
    } else if (!strcmp(dest, "-")) {
        dest = get_var("OLDPWD");
        print = 1;
    }
    if (!dest || !*dest)
        dest = ".";
    path = *dest == '/' || !strncmp(dest, "./", 2) || !strncmp(dest, "../", 3) || !strcmp(dest, "..") ? NULL : get_var("CDPATH");
    while (path && *path) {
        size_t n = strcspn(path, ":");
        char *full = take(n + strlen(dest) + 2);
        sprintf(full, "%.*s%s%s", (int)n, path, n ? "/" : "", dest);
        if (!change(full, physical, n > 0))
            return 0;
        path += n + (path[n] == ':');
    }
    if (change(dest, physical, print) < 0)
        fail("can't cd to %s", dest);
    return 0;
}

int b_pwd(int argc, char **argv)
{
    static char buf[4096];
    int c, physical = 0;
    (void)argc;
    while ((c = builtin_option(&argv, "LP")))
        physical = c == 'P';
    if (physical) {
        if (!getcwd(buf, sizeof buf))
            fail("getcwd() failed: %s", strerror(errno));
        puts(buf);
    } else {
        puts(here());
    }
    return 0;
}

/* ---- read ---- */

/* A line, byte by byte so that what follows stays for others. Quoted bytes get a 1 in the second string. */
static int read_input(struct str *line, struct str *quoted, int raw)
{
    int escaped = 0;
    unsigned char c;
    for (;;) {
        ssize_t n = read(0, &c, 1);
        if (n < 0 && errno == EINTR && !signal_waits())
            continue;
        if (n <= 0)
            return 1;
        if (!c)
            continue;
        if (escaped) {
            escaped = 0;
            if (c == '\n')
                continue;
        } else if (c == '\\' && !raw) {
            escaped = 1;
            continue;
        } else if (c == '\n') {
            return 0;
        } else {
            str_put(line, c);
            str_put(quoted, 0);
            continue;
        }
        str_put(line, c);
        str_put(quoted, 1);
    }
}

static int is_separator(const char *ifs, struct str *line, struct str *quoted, size_t at)
{
    return at < line->n && !quoted->s[at] && strchr(ifs, line->s[at]);
}

static int is_blank(const char *ifs, struct str *line, struct str *quoted, size_t at)
{
    return is_separator(ifs, line, quoted, at) && isspace((unsigned char)line->s[at]);
}

int b_read(int argc, char **argv)
{
    struct str line = {0}, quoted = {0};
    int c, raw = 0, status;
    size_t at = 0, end, next;
    const char *ifs = get_var("IFS"), *prompt = NULL;
    (void)argc;
    while ((c = builtin_option(&argv, "p:r"))) {
        if (c == 'r')
            raw = 1;
        else
            prompt = builtin_value;
    }
    if (!*argv)
        fail("arg count");
    if (!ifs)
        ifs = " \t\n";
    if (prompt && isatty(0))
        fputs(prompt, stderr);
    status = read_input(&line, &quoted, raw);
    while (is_blank(ifs, &line, &quoted, at))
        at++;
    for (; *argv; argv++) {
        size_t name = strlen(*argv);
        char *value;
        if (!is_name(*argv, name))
            fail("%s: bad variable name", *argv);
        for (end = at; end < line.n && !is_separator(ifs, &line, &quoted, end); end++)
            ;
        for (next = end; is_blank(ifs, &line, &quoted, next); next++)
            ;
        if (is_separator(ifs, &line, &quoted, next) && !is_blank(ifs, &line, &quoted, next))
            for (next++; is_blank(ifs, &line, &quoted, next); next++)
                ;
        /* The last name gets the rest, unless one field is all there is. */
        if (!argv[1] && next < line.n) {
            for (end = line.n; end > at && is_blank(ifs, &line, &quoted, end - 1); end--)
                ;
        }
        value = take_string(line.n ? line.s + at : "", end - at);
        set_var(*argv, name, value, 0);
        at = next;
    }
    free(line.s);
    free(quoted.s);
    return status;
}

/* ---- getopts ---- */

int b_getopts(int argc, char **argv)
{
    const char *letters, *spec;
    char **args, *word, text[16], name[2] = "?";
    int n, silent, c;
    if (argc < 3)
        fail("Usage: getopts optstring var [arg]");
    letters = argv[1];
    silent = *letters == ':';
    args = argc > 3 ? argv + 3 : params.at;
    n = argc > 3 ? argc - 3 : params.n;
    unset_var("OPTARG");
    word = params.optind <= n && params.optind > 0 ? args[params.optind - 1] : NULL;
    if (!params.optoff) {
        if (!word || word[0] != '-' || !word[1] || !strcmp(word, "--")) {
            if (word && !strcmp(word, "--"))
                params.optind++;
            set_name(argv[2], "?");
            sprintf(text, "%d", params.optind);
            set_name("OPTIND", text);
            return 1;
        }
        params.optoff = 1;
    }
    c = word[params.optoff++];
    spec = c == ':' ? NULL : strchr(letters + silent, c);
    name[0] = spec ? c : '?';
    if (!spec) {
        char bad[2] = {c, 0};
        if (silent)
            set_name("OPTARG", bad);
        else
            fprintf(stderr, "Illegal option -%c\n", c);
    } else if (spec[1] == ':') {
        char *value = word[params.optoff] ? word + params.optoff : NULL;
        if (!value && params.optind < n)
            value = args[params.optind++];
        if (value) {
            set_name("OPTARG", value);
        } else if (silent) {
            char bad[2] = {c, 0};
            set_name("OPTARG", bad);
            name[0] = ':';
        } else {
            fprintf(stderr, "No arg for -%c option\n", c);
            name[0] = '?';
        }
        params.optoff = strlen(word);
    }
    n = params.optoff;
    if (!word[params.optoff]) {
        params.optind++;
        n = 0;
    }
    sprintf(text, "%d", params.optind);
    set_name("OPTIND", text); /* which forgets the place in the word */
    params.optoff = n;
    set_name(argv[2], name);
    return 0;
}

/* ---- umask, ulimit, times ---- */

int b_umask(int argc, char **argv)
{
    int symbolic = 0, i;
    mode_t mask;
    long mode;
    (void)argc;
    while (builtin_option(&argv, "S"))
        symbolic = 1;
    mask = umask(0);
    umask(mask);
    if (!*argv) {
        if (!symbolic) {
            printf("%04o\n", mask);
            return 0;
        }
        for (i = 0; i < 3; i++) {
            int bits = ~mask >> (6 - 3 * i) & 7;
            printf("%c=%s%s%s%c", "ugo"[i], bits & 4 ? "r" : "", bits & 2 ? "w" : "", bits & 1 ? "x" : "", i < 2 ? ',' : '\n');
        }
        return 0;
    }
    mode = parse_mode(*argv, ~mask & 0777, 1);
    if (mode < 0)
        fail("Illegal %s: %s", isdigit((unsigned char)**argv) ? "number" : "mode", *argv);
    umask(isdigit((unsigned char)**argv) ? mode : ~mode & 0777);
    return 0;
}

static const struct { int letter, resource, unit; const char *text; } limits[] = {
    {'t', RLIMIT_CPU, 1, "time(seconds)"}, {'f', RLIMIT_FSIZE, 512, "file(blocks)"}, {'d', RLIMIT_DATA, 1024, "data(kbytes)"},
    {'s', RLIMIT_STACK, 1024, "stack(kbytes)"}, {'c', RLIMIT_CORE, 512, "coredump(blocks)"}, {'m', RLIMIT_RSS, 1024, "memory(kbytes)"},
    {'l', RLIMIT_MEMLOCK, 1024, "locked memory(kbytes)"}, {'p', RLIMIT_NPROC, 1, "process"}, {'n', RLIMIT_NOFILE, 1, "nofiles"},
    {'v', RLIMIT_AS, 1024, "vmemory(kbytes)"}, {'w', RLIMIT_LOCKS, 1, "locks"}, {'r', RLIMIT_RTPRIO, 1, "rtprio"},
};

static void print_limit(rlim_t v, int unit)
{
    if (v == RLIM_INFINITY)
        puts("unlimited");
    else
        printf("%llu\n", (unsigned long long)v / unit);
}

int b_ulimit(int argc, char **argv)
{
    int c, what = 'f', hard = 0, soft = 0, all = 0;
    size_t i;
    struct rlimit r;
    rlim_t v;
    (void)argc;
    while ((c = builtin_option(&argv, "HSatfdscmlpnvwr"))) {
        if (c == 'H') hard = 1;
        else if (c == 'S') soft = 1;
        else if (c == 'a') all = 1;
        else what = c;
    }
    for (i = 0; all && i < sizeof limits / sizeof *limits; i++) {
        getrlimit(limits[i].resource, &r);
        printf("%-20s ", limits[i].text);
        print_limit(hard ? r.rlim_max : r.rlim_cur, limits[i].unit);
    }
    if (all)
        return 0;
    for (i = 0; limits[i].letter != what; i++)
        ;
    getrlimit(limits[i].resource, &r);
    if (!*argv) {
        print_limit(hard && !soft ? r.rlim_max : r.rlim_cur, limits[i].unit);
        return 0;
    }
    if (argv[1])
        fail("too many arguments");
    if (!strcmp(*argv, "unlimited")) {
        v = RLIM_INFINITY;
    } else {
        if (!isdigit((unsigned char)**argv))
            fail("bad number");
        v = (rlim_t)strtoull(*argv, NULL, 10) * limits[i].unit;
    }
    if (hard || !soft)
        r.rlim_max = v;
    if (soft || !hard)
        r.rlim_cur = v;
    if (setrlimit(limits[i].resource, &r) < 0)
        fail("error setting limit: %s", strerror(errno));
    return 0;
}

int b_times(int argc, char **argv)
{
    struct tms t;
    long tick = sysconf(_SC_CLK_TCK);
    clock_t v[4];
    int i;
    (void)argc;
    (void)argv;
    times(&t);
    v[0] = t.tms_utime;
    v[1] = t.tms_stime;
    v[2] = t.tms_cutime;
    v[3] = t.tms_cstime;
    for (i = 0; i < 4; i++)
        printf("%dm%.6fs%c", (int)(v[i] / tick / 60), v[i] / (double)tick - v[i] / tick / 60 * 60, i & 1 ? '\n' : ' ');
    return 0;
}
