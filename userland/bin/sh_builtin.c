/* sh_builtin.c - the table of the shell's own commands, and the short ones. */
#include <ctype.h>
#include <fcntl.h>
#include <sys/stat.h>
#include "format.h"
#include "sh_core.h"
#include "util.h"

char *builtin_value;

int builtin_option(char ***argv, const char *letters)
{
    static char *cluster;
    static char **owner;
    const char *spec;
    int c;
    if (owner != *argv) {
        owner = *argv;
        cluster = NULL;
    }
    if (!cluster || !*cluster) {
        if (!(*argv)[0] || !(*argv)[1]) {
            owner = NULL;
            *argv += (*argv)[0] != NULL;
            return 0;
        }
        ++*argv;
        owner = *argv;
        cluster = **argv;
        if (*cluster++ != '-' || !*cluster) {
            owner = NULL;
            cluster = NULL;
            return 0;
        }
        if (!strcmp(cluster, "-")) {
            ++*argv;
            owner = NULL;
            cluster = NULL;
            return 0;
        }
    }
    c = *cluster++;
    spec = c == ':' ? NULL : strchr(letters, c);
    if (!spec) {
        cluster = NULL;
        fail("Illegal option -%c", c);
    }
    if (spec[1] == ':') {
        builtin_value = *cluster ? cluster : *++*argv;
        if (!builtin_value)
            fail("No arg for -%c option", c);
        owner = *argv;
        cluster = NULL;
    }
    return c;
}

static int b_colon(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

static int b_false(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return 1;
}

static int b_break(int argc, char **argv)
{
    int n = argc > 1 ? number(argv[1]) : 1;
    if (n < 1)
        fail("Illegal number: %s", argv[1]);
    if (n > loop_depth)
        n = loop_depth;
    if (n > 0) {
        skipping = **argv == 'b' ? SKIP_BREAK : SKIP_CONTINUE;
        skip_count = n;
    }
    return 0;
}

static int b_return(int argc, char **argv)
{
    int n = argc > 1 ? number(argv[1]) : exit_status;
    skipping = SKIP_RETURN;
    return n;
}

static int b_exit(int argc, char **argv)
{
    static int warned;
    if (opt_i && !subshell_depth && stopped_jobs() && !warned) {
        fputs("You have stopped jobs.\n", stderr);
        warned = 1;
        return 0;
    }
    if (argc > 1)
        exit_status = number(argv[1]) & 255;
    longjmp(catcher->place, EXITING);
}

static int b_eval(int argc, char **argv)
{
    struct str s = {0};
    char *text;
    int i;
    for (i = 1; i < argc; i++) {
        if (i > 1)
            str_put(&s, ' ');
        str_adds(&s, argv[i]);
    }
    text = str_take(&s);
    run_string(text, strlen(text), run_flags);
    return exit_status;
}

static int b_dot(int argc, char **argv)
{
    const char *name = argv[argc > 2 && !strcmp(argv[1], "--") ? 2 : 1], *path = get_var("PATH");
    int fd, copy;
    void *mark = input_mark();
    if (argc < 2)
        return 0;
    if (!strchr(name, '/')) {
        struct stat st;
        char *full = NULL;
        for (; path; path = path[strcspn(path, ":")] ? path + strcspn(path, ":") + 1 : NULL) {
            size_t n = strcspn(path, ":");
            full = take(n + strlen(name) + 2);
            sprintf(full, "%.*s%s%s", (int)n, path, n ? "/" : "", name);
            if (!stat(full, &st) && S_ISREG(st.st_mode))
                break;
        }
        if (!path)
            fail("%s: not found", name);
        name = full;
    }
    fd = open(name, O_RDONLY);
    if (fd < 0)
        fail("cannot open %s: %s", name, errno == ENOENT || errno == ENOTDIR ? "No such file" : strerror(errno));
    copy = fcntl(fd, F_DUPFD_CLOEXEC, 10);
    close(fd);
    push_file(copy);
    command_name = name;
    exit_status = 0;
    run_input(0);
    input_release(mark);
    return exit_status;
}

static int b_export(int argc, char **argv)
{
    int flag = **argv == 'e' ? V_EXPORT : V_READONLY, print = 0;
    const char *name = *argv;
    char prefix[16];
    (void)argc;
    while (builtin_option(&argv, "p"))
        print = 1;
    if (print || !*argv) {
        sprintf(prefix, "%s ", name);
        show_vars(flag, prefix);
        return 0;
    }
    for (; *argv; argv++) {
        size_t n = strcspn(*argv, "=");
        if (!is_name(*argv, n))
            fail("%.*s: bad variable name", (int)n, *argv);
        set_var(*argv, n, argv[0][n] ? *argv + n + 1 : NULL, flag);
    }
    return 0;
}

static int b_local(int argc, char **argv)
{
    int i;
    if (!function_depth)
        fail("not in a function");
    for (i = 1; i < argc; i++) {
        size_t n = strcspn(argv[i], "=");
        if (!is_name(argv[i], n))
            fail("%.*s: bad variable name", (int)n, argv[i]);
        make_local(argv[i]);
    }
    return 0;
}

static int b_unset(int argc, char **argv)
{
    int c, functions = 0;
    (void)argc;
    while ((c = builtin_option(&argv, "vf")))
        functions = c == 'f';
    for (; *argv; argv++) {
        if (functions)
            unset_function(*argv);
        else
            unset_var(*argv);
    }
    return 0;
}

static int b_set(int argc, char **argv)
{
    if (argc == 1) {
        show_vars(0, "");
        return 0;
    }
    argv++;
    argv += set_options(argv, 0);
    if (*argv)
        set_params(argv);
    return 0;
}

static int b_shift(int argc, char **argv)
{
    int n = argc > 1 ? number(argv[1]) : 1, i;
    if (n > params.n)
        fail("can't shift that many");
    for (i = 0; i < n; i++)
        free(params.at[i]);
    params.n -= n;
    memmove(params.at, params.at + n, (params.n + 1) * sizeof *params.at);
    params.optind = 1;
    params.optoff = 0;
    return 0;
}

static const char *const reserved[] = {"!", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in", "then",
                                       "until", "while", "{", "}"};

/* type, command -V (verbose) and command -v: what a name stands for. */
static int describe(const char *name, int verbose)
{
    const struct builtin *b = find_builtin(name);
    const char *path = get_var("PATH");
    struct stat st;
    size_t i;
    for (i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        if (!strcmp(name, reserved[i])) {
            printf(verbose ? "%s is a shell keyword\n" : "%s\n", name);
            return 0;
        }
    }
    if (find_function(name) && !(b && b->special)) {
        printf(verbose ? "%s is a shell function\n" : "%s\n", name);
        return 0;
    }
    if (b) {
        if (verbose)
            printf("%s is a %sshell builtin\n", name, b->special ? "special " : "");
        else
            puts(name);
        return 0;
    }
    if (strchr(name, '/')) {
        if (!access(name, X_OK) || !access(name, F_OK)) {
            printf(verbose ? "%s is %s\n" : "%s\n", name, name);
            return 0;
        }
        path = NULL;
    }
    while (path) {
        size_t n = strcspn(path, ":");
        char *full = take(n + strlen(name) + 2);
        sprintf(full, "%.*s%s%s", (int)n, path, n ? "/" : "", name);
        path = path[n] ? path + n + 1 : NULL;
        if (!stat(full, &st) && S_ISREG(st.st_mode) && !access(full, X_OK)) {
            if (verbose)
                printf("%s is %s\n", name, full);
            else
                puts(full);
            return 0;
        }
    }
    if (verbose)
        printf("%s: not found\n", name);
    return 127;
}

static int b_type(int argc, char **argv)
{
    int i, status = 0;
    for (i = 1; i < argc; i++)
        status |= describe(argv[i], 1);
    return status;
}

/* command [-v|-V] name: run it, but never a function. */
static int b_command(int argc, char **argv)
{
    int c, show = 0, status;
    const struct builtin *b;
    (void)argc;
    while ((c = builtin_option(&argv, "pvV")))
        if (c != 'p')
            show = c;
    if (!*argv)
        return 0;
    if (show)
        return describe(*argv, show == 'V');
    for (argc = 0; argv[argc]; argc++)
        ;
    command_name = NULL;
    b = find_builtin(*argv);
    if (b) {
        command_name = *argv;
        return b->run(argc, argv);
    }
    if (!strchr(*argv, '/') && !find_program(*argv, get_var("PATH"), &status))
        return status;
    {
        struct job *j = new_job(NULL);
        if (!fork_job(j, NULL, 0))
            exec_program(argv, get_var("PATH"));
        return wait_job(j);
    }
}

static int b_exec(int argc, char **argv)
{
    (void)argc;
    builtin_option(&argv, "");
    if (*argv)
        exec_program(argv, get_var("PATH"));
    return 0;
}

static int b_hash(int argc, char **argv)
{
    int i, status = 0;
    for (i = 1; i < argc; i++)
        if (argv[i][0] != '-' && !find_builtin(argv[i]) && !find_program(argv[i], get_var("PATH"), &status))
            status = 1;
    return status != 0;
}

/* echo as dash has it: -n only, and escapes always. */
int b_echo(int argc, char **argv)
{
    int i = 1, newline = 1;
    if (argc > 1 && !strcmp(argv[1], "-n")) {
        newline = 0;
        i++;
    }
    for (; i < argc; i++) {
        const char *p = argv[i];
        while (*p) {
            int c = (unsigned char)*p++;
            if (c == '\\' && *p && *p != 'e' && *p != 'x') {
                c = escape(&p, *p == '0' && p[1] >= '0' && p[1] <= '7');
                if (c < 0)
                    return 0;
            }
            putchar(c);
        }
        if (i + 1 < argc)
            putchar(' ');
    }
    if (newline)
        putchar('\n');
    return 0;
}

static void report_format(int kind, const char *arg)
{
    switch (kind) {
    case FORMAT_NOT_NUMERIC: warn("%s: expected numeric value", arg); break;
    case FORMAT_NOT_COMPLETE: warn("%s: not completely converted", arg); break;
    case FORMAT_RANGE: warn("%s: %s", arg, strerror(ERANGE)); break;
    case FORMAT_DIRECTIVE: fail("%s: invalid directive", arg);
    }
}

int b_printf(int argc, char **argv)
{
    builtin_option(&argv, "");
    (void)argc;
    if (!*argv)
        fail("usage: printf format [arg ...]");
    for (argc = 0; argv[argc]; argc++)
        ;
    return print_formatted(argv[0], argv + 1, argc - 1, report_format);
}

/* In the order of the alphabet, for the search. */
static const struct builtin builtins[] = {
    {".", b_dot, 1}, {":", b_colon, 1}, {"[", b_test, 0}, {"bg", b_fg, 0}, {"break", b_break, 1}, {"cd", b_cd, 0},
    {"chdir", b_cd, 0}, {"command", b_command, 0}, {"continue", b_break, 1}, {"echo", b_echo, 0}, {"eval", b_eval, 1},
    {"exec", b_exec, 1}, {"exit", b_exit, 1}, {"export", b_export, 1}, {"false", b_false, 0}, {"fg", b_fg, 0},
    {"getopts", b_getopts, 0}, {"hash", b_hash, 0}, {"jobs", b_jobs, 0}, {"kill", b_kill, 0}, {"local", b_local, 1},
    {"printf", b_printf, 0}, {"pwd", b_pwd, 0}, {"read", b_read, 0}, {"readonly", b_export, 1}, {"return", b_return, 1},
    {"set", b_set, 1}, {"shift", b_shift, 1}, {"test", b_test, 0}, {"times", b_times, 1}, {"trap", b_trap, 1},
    {"true", b_colon, 0}, {"type", b_type, 0}, {"ulimit", b_ulimit, 0}, {"umask", b_umask, 0}, {"unset", b_unset, 1},
    {"wait", b_wait, 0},
};

const struct builtin *find_builtin(const char *name)
{
    int lo = 0, hi = sizeof builtins / sizeof *builtins - 1;
    while (lo <= hi) {
        int mid = (lo + hi) / 2, order = strcmp(name, builtins[mid].name);
        if (!order)
            return &builtins[mid];
        if (order < 0)
            hi = mid - 1;
        else
            lo = mid + 1;
    }
    return NULL;
}
