/* sh_core.c - the shell's memory, messages and main loop: sh [-options] [-c text [name [arg...]] | script [arg...]] */
#include <ctype.h>
#include <fcntl.h>
#include <stdarg.h>
#include "sh_core.h"
#include "util.h"

struct block { struct block *prev; size_t used, size; };

static struct block *blocks;

void *take(size_t size)
{
    size = (size + 7) & ~(size_t)7;
    if (!blocks || blocks->used + size > blocks->size) {
        size_t room = size > 4000 ? size : 4000;
        struct block *b = xmalloc(sizeof *b + room);
        b->prev = blocks;
        b->used = 0;
        b->size = room;
        blocks = b;
    }
    blocks->used += size;
    return (char *)(blocks + 1) + blocks->used - size;
}

char *take_string(const char *s, size_t n)
{
    char *p = take(n + 1);
    memcpy(p, s, n);
    p[n] = 0;
    return p;
}

struct mark set_mark(void)
{
    struct mark m;
    m.block = blocks;
    m.used = blocks ? blocks->used : 0;
    return m;
}

void release(struct mark m)
{
    while (blocks != m.block) {
        struct block *prev = blocks->prev;
        free(blocks);
        blocks = prev;
    }
    if (blocks)
        blocks->used = m.used;
}

void str_put(struct str *b, int c)
{
    if (b->n == b->cap)
        b->s = xrealloc(b->s, b->cap = b->cap ? 2 * b->cap : 64);
    b->s[b->n++] = c;
}

void str_add(struct str *b, const char *s, size_t n)
{
    if (!n)
        return;
    if (b->n + n > b->cap)
        b->s = xrealloc(b->s, b->cap = 2 * (b->n + n));
    memcpy(b->s + b->n, s, n);
    b->n += n;
}

void str_adds(struct str *b, const char *s)
{
    str_add(b, s, strlen(s));
}

char *str_take(struct str *b)
{
    char *s = take_string(b->n ? b->s : "", b->n);
    free(b->s);
    b->s = NULL;
    b->n = b->cap = 0;
    return s;
}

char *copy_string(const char *s)
{
    return xstrdup(s);
}

char *shell_name = "sh";
const char *command_name;
int line_number = 1;
int exit_status;
struct catcher *catcher;
int subshell_depth;
int opt_e, opt_f, opt_i, opt_m, opt_n, opt_s, opt_u, opt_v, opt_x, opt_a, opt_b, opt_C, opt_I;

static void message(const char *fmt, va_list args)
{
    fflush(stdout);
    fprintf(stderr, "%s: %d: ", shell_name, line_number);
    if (command_name)
        fprintf(stderr, "%s: ", command_name);
    vfprintf(stderr, fmt, args);
    putc('\n', stderr);
}

void warn(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    message(fmt, args);
    va_end(args);
}

void fail(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    message(fmt, args);
    va_end(args);
    exit_status = 2;
    longjmp(catcher->place, FAILED);
}

void exit_shell(int status)
{
    struct catcher c;
    exit_status = status;
    /* An exit inside the trap comes here again; the trap is gone by then. */
    catcher = &c;
    if (!setjmp(c.place))
        run_exit_trap();
    fflush(stdout);
    _exit(exit_status);
}

int number(const char *s)
{
    long long n = 0;
    const char *p = s;
    if (!*p)
        fail("Illegal number: %s", s);
    for (; isdigit((unsigned char)*p) && n <= 0x7fffffff; p++)
        n = n * 10 + *p - '0';
    if (*p || n > 0x7fffffff)
        fail("Illegal number: %s", s);
    return (int)n;
}

static struct { char letter; const char *name; int *flag; } option_table[] = {
    {'e', "errexit", &opt_e}, {'f', "noglob", &opt_f}, {'I', "ignoreeof", &opt_I}, {'i', "interactive", &opt_i},
    {'m', "monitor", &opt_m}, {'n', "noexec", &opt_n}, {'s', "stdin", &opt_s}, {'x', "xtrace", &opt_x},
    {'v', "verbose", &opt_v}, {'C', "noclobber", &opt_C}, {'a', "allexport", &opt_a}, {'b', "notify", &opt_b},
    {'u', "nounset", &opt_u},
};

enum { NOPTIONS = sizeof option_table / sizeof *option_table };

static void set_long_option(const char *name, int on)
{
    int i;
    for (i = 0; i < NOPTIONS; i++) {
        if (name && !strcmp(name, option_table[i].name)) {
            *option_table[i].flag = on;
            return;
        }
    }
    if (name)
        fail("Illegal option -o %s", name);
    if (on)
        puts("Current option settings");
    for (i = 0; i < NOPTIONS; i++) {
        if (on)
            printf("%-16s%s\n", option_table[i].name, *option_table[i].flag ? "on" : "off");
        else
            printf("set %s %s\n", *option_table[i].flag ? "-o" : "+o", option_table[i].name);
    }
}

static char *command_text;

/* Options at the start of argv; returns how many words they were. */
int set_options(char **argv, int at_start)
{
    char **at = argv;
    int old_m = opt_m;
    for (; *at && (**at == '-' || **at == '+'); at++) {
        int on = **at == '-', i;
        char *p = *at + 1;
        if (on && (!*p || !strcmp(p, "-"))) {
            if (!at_start) {
                if (!*p)
                    opt_x = opt_v = 0;
                else if (!at[1])
                    set_params(at + 1);
            }
            at++;
            break;
        }
        if (!on && !*p)
            break;
        for (; *p; p++) {
            if (*p == 'c' && on && at_start) {
                command_text = p;
                continue;
            }
            if (*p == 'l' && at_start)
                continue;
            if (*p == 'o') {
                set_long_option(at[1], on);
                if (at[1])
                    at++;
                break;
            }
            for (i = 0; i < NOPTIONS && option_table[i].letter != *p; i++)
                ;
            if (i == NOPTIONS)
                fail("Illegal option %c%c", on ? '-' : '+', *p);
            *option_table[i].flag = on;
        }
    }
    if (opt_m != old_m && !at_start)
        set_job_control(opt_m);
    return (int)(at - argv);
}

static void open_script(const char *name)
{
    int fd = open(name, O_RDONLY | O_CLOEXEC), copy;
    if (fd < 0) {
        warn("cannot open %s: %s", name, errno == ENOENT ? "No such file" : strerror(errno));
        exit(2);
    }
    copy = fcntl(fd, F_DUPFD_CLOEXEC, 10);
    if (copy >= 0) {
        close(fd);
        fd = copy;
    }
    push_file(fd);
}

static void start(char **argv)
{
    char *name = argv[0];
    argv += *argv != NULL;
    argv += set_options(argv, 1);
    if (command_text) {
        if (!*argv)
            fail("-c requires an argument");
        command_text = *argv++;
        if (*argv)
            name = *argv++;
    } else if (*argv && !opt_s) {
        name = *argv;
        open_script(*argv++);
    } else {
        opt_s = 1;
    }
    if (name)
        shell_name = name;
    set_params(argv);
    if (opt_s && !command_text) {
        push_file(0);
        if (isatty(0) && isatty(2))
            opt_i = 1;
    }
    if (opt_i) {
        opt_m = 1;
        set_interactive_signals(1);
    }
    if (opt_m)
        set_job_control(1);
}

int main(int argc, char **argv, char **envp)
{
    static struct catcher top;
    int why;
    (void)argc;
    progname = argv[0] ? argv[0] : "sh";
    shell_name = progname;
    shell_pid = getpid();
    catcher = &top;
    if (setjmp(top.place))
        exit(2);
    init_vars(envp);
    init_directory();
    line_number = 0; /* before the first line */
    start(argv);
    line_number = 1;
    why = setjmp(top.place);
    catcher = &top;
    if (why) {
        /* Only a person at the terminal gets another try. */
        if (!opt_i || subshell_depth || why == EXITING)
            exit_shell(exit_status);
        if (why == INTERRUPTED) {
            exit_status = 130;
            putc('\n', stderr);
        }
        command_name = NULL;
        skipping = loop_depth = function_depth = 0;
        undo_redirect(NULL);
        forget_input();
        reset_lexer();
    }
    if (command_text) {
        char *text = command_text;
        command_text = NULL;
        run_string(text, strlen(text), 0); /* dash too makes a process for the last command */
        if (!opt_s)
            exit_shell(exit_status);
        push_file(0);
    }
    run_input(opt_i);
    exit_shell(exit_status);
}
