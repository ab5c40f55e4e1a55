/* xargs - runs a program with arguments read from standard input. xargs(1): -0 -I STR -n N -L N -r -t -d C -a FILE */
#include <ctype.h>
#include <sys/wait.h>
#include "util.h"

enum { LIMIT = 128 * 1024 };

static int zero, empty_ok = 1, verbose, delimiter = -1;
static long per_command, lines_per_command;
static char *replace;
static char **command;
static int ncommand;
static FILE *input;
static int unmatched; /* the quote that was left open */

/* Runs the words; remembers a failed one as 123 and ends at once where GNU does. */
static void run(char **words)
{
    int i, st;
    pid_t pid;
    if (verbose) {
        for (i = 0; words[i]; i++)
            fprintf(stderr, "%s%s", i ? " " : "", words[i]);
        putc('\n', stderr);
    }
    pid = fork();
    if (pid < 0)
        die_errno(1, "cannot fork");
    if (!pid) {
        execvp(words[0], words);
        complain_errno("%s", words[0]);
        _exit(errno == ENOENT ? 127 : 126);
    }
    while (waitpid(pid, &st, 0) < 0 && errno == EINTR)
        ;
    if (WIFSIGNALED(st))
        die(125, "%s: terminated by signal %d", words[0], WTERMSIG(st));
    st = WEXITSTATUS(st);
    if (st == 255)
        die(124, "%s: exited with status 255; aborting", words[0]);
    if (st == 127 || st == 126)
        exit(st);
    if (st)
        status = 123;
}

/* One argument into *buf; 0 at the end of input, -1 when a quote is not closed. *line_end: it was the last of its line. */
static int read_word(char **buf, int *line_end)
{
    size_t n = 0, cap = 0;
    int c, quoted = 0, started = 0, end = zero ? 0 : delimiter;
    *buf = NULL;
    *line_end = 0;
    while ((c = getc(input)) != EOF) {
        if (end >= 0) {
            if (c == end)
                break;
        } else if (quoted) {
            if (c == '\n')
                break;
            if (c == quoted) {
                quoted = 0;
                continue;
            }
        } else if (c == '\n' || (isspace(c) && !(replace && started)) ) {
            if (c == '\n')
                *line_end = 1;
            if (!started)
                continue;
            break;
        } else if (c == '"' || c == '\'') {
            quoted = c;
            started = 1;
            continue;
        } else if (c == '\\') {
            c = getc(input);
            if (c == EOF)
                break;
        }
        started = 1;
        if (n + 1 >= cap)
            *buf = xrealloc(*buf, cap = cap ? 2 * cap : 32);
        (*buf)[n++] = c;
    }
    if (quoted) {
        unmatched = quoted;
        return -1;
    }
    if (c == EOF && !started && !n)
        return 0;
    if (!*buf)
        *buf = xmalloc(1);
    (*buf)[n] = 0;
    return 1;
}

/* The command's word with every replace-string filled in. */
static char *filled(const char *word, const char *with)
{
    size_t n = strlen(replace), m = strlen(with), cap = strlen(word) + 1;
    const char *p;
    char *out, *q;
    for (p = word; n && (p = strstr(p, replace)); p += n)
        cap += m;
    q = out = xmalloc(cap);
    while (*word) {
        if (n && !strncmp(word, replace, n)) {
            memcpy(q, with, m);
            q += m;
            word += n;
        } else {
            *q++ = *word++;
        }
    }
    *q = 0;
    return out;
}

static void run_replacing(void)
{
    char *word, **words = xmalloc((ncommand + 1) * sizeof *words);
    int i, line_end;
    while (read_word(&word, &line_end) > 0) {
        for (i = 0; i < ncommand; i++)
            words[i] = filled(command[i], word);
        words[ncommand] = NULL;
        run(words);
        while (i-- > 0)
            free(words[i]);
        free(word);
    }
    free(words);
}

static void run_batches(void)
{
    char *word, **words = NULL;
    long n, bytes, cap = 0, lines;
    int line_end, more = 1, runs = 0, i;
    char *held = NULL;
    while (more > 0) {
        n = bytes = lines = 0;
        for (;;) {
            if (n + ncommand + 2 > cap)
                words = xrealloc(words, (cap = cap ? 2 * cap : ncommand + 64) * sizeof *words);
            line_end = 0;
            word = held;
            held = NULL;
            if (!word && (more = read_word(&word, &line_end)) <= 0)
                break;
            if (n && bytes + (long)strlen(word) + 1 > LIMIT) {
                held = word;
                break;
            }
            bytes += strlen(word) + 1;
            words[ncommand + n++] = word;
            lines += line_end;
            if ((per_command && n == per_command) || (lines_per_command && lines == lines_per_command))
                break;
        }
        if (n || (!runs && empty_ok)) {
            for (i = 0; i < ncommand; i++)
                words[i] = command[i];
            words[ncommand + n] = NULL;
            run(words);
            runs++;
        }
        while (n-- > 0)
            free(words[ncommand + n]);
    }
    free(words);
}

static long positive(int option)
{
    char *end;
    long n = strtol(optval, &end, 10);
    if (end == optval || *end) {
        complain("invalid number \"%s\" for -%c option", optval, option);
        try_help();
    }
    if (n < 1) {
        complain("value %s for -%c option should be >= 1", optval, option);
        try_help();
    }
    return n;
}

int main(int argc, char **argv)
{
    static char *echo[] = {"echo", NULL};
    int c;
    input = stdin;
    while ((c = nextopt(argc, argv, "+0a:d:I:L:n:rt", "null=0 arg-file=a delimiter=d max-lines=L max-args=n no-run-if-empty=r verbose=t",
                        "[OPTION]... COMMAND [INITIAL-ARGS]...\nRun COMMAND with arguments INITIAL-ARGS and more arguments read from input.\n"))) {
        switch (c) {
        case '0': zero = 1; break;
        case 'a':
            if (!(input = fopen(optval, "r")))
                die_errno(1, "Cannot open input file '%s'", optval);
            break;
        case 'd': {
            const char *p = optval;
            delimiter = (unsigned char)*p++;
            if (delimiter == '\\' && *p)
                delimiter = escape(&p, 0);
            break;
        }
        case 'I': replace = optval; break;
        case 'L': lines_per_command = positive(c); break;
        case 'n': per_command = positive(c); break;
        case 'r': empty_ok = 0; break;
        case 't': verbose = 1; break;
        }
    }
    command = noperands ? operands : echo;
    ncommand = noperands ? noperands : 1;
    if (replace)
        run_replacing();
    else
        run_batches();
    if (unmatched)
        die(1, "unmatched %s quote; by default quotes are special to xargs unless you use the -0 option",
            unmatched == '"' ? "double" : "single");
    return status;
}
