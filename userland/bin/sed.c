/* sed - edits a stream line by line. sed(1): -n -e -f -E -r -s; addresses N $ /re/ N,M N,+M N~M !; { } = a c d D g G h H i n N p P
 * q s x y, s with g p i I and numbers. Not supported: labels and jumps, -i, files to write to. */
#include <ctype.h>
#include <regex.h>
#include "util.h"

enum kind { NONE, LINE, STEP, LAST, PATTERN, MORE };
struct address { enum kind kind; long n, step; regex_t re; };

struct command {
    struct address from, to;
    int negated, active, name;
    long end;             /* the last line of a range that is under way; of `{` the index behind its `}` */
    regex_t re;           /* of s */
    char *text;           /* of a c i; what s puts in; of y the two alphabets as one table */
    int global, print, which, code;
};

static struct command *commands;
static int ncommands, silent, extended, open_groups[100], depth;
static char *script, *at;
static int nscripts;

static char *space, *hold, *appended; /* the pattern space, the hold space, what follows the line */
static long line_number;
static int last_line;

static void bad(const char *what)
{
    die(1, "-e expression #1, char %ld: %s", (long)(at - script) + (*at ? 1 : 0), what);
}

static void skip_blanks(void)
{
    while (*at == ' ' || *at == '\t')
        at++;
}

/* The text up to an unescaped delimiter, which is passed; an escaped one stands for itself, \n for a newline. */
static char *delimited(int delimiter, const char *missing)
{
    char *out = xmalloc(strlen(at) + 1), *o = out;
    int bracket = 0;
    while (*at && *at != '\n' && (*at != delimiter || bracket)) {
        if (*at == '[' && missing[0] == 'r')
            bracket = 1;
        else if (*at == ']')
            bracket = 0;
        if (*at == '\\' && at[1] && !bracket) {
            at++;
            if (*at == delimiter)
                *o++ = *at++;
            else if (*at == 'n' && missing[0] == 'r') {
                *o++ = '\n';
                at++;
            } else {
                *o++ = '\\';
                *o++ = *at++;
            }
        } else
            *o++ = *at++;
    }
    if (*at != delimiter)
        bad(missing + 1);
    at++;
    *o = 0;
    return out;
}

static void compile(regex_t *re, const char *text, int flags)
{
    static char *last;
    char message[100];
    int e;
    if (*text) {
        free(last);
        last = xstrdup(text);
    } else if (!last)
        bad("no previous regular expression");
    e = regcomp(re, last, flags | (extended ? REG_EXTENDED : 0));
    if (e) {
        regerror(e, re, message, sizeof message);
        bad(message);
    }
}

static int address(struct address *a)
{
    skip_blanks();
    if (isdigit((unsigned char)*at)) {
        a->kind = LINE;
        a->n = strtol(at, &at, 10);
        if (*at == '~') {
            a->kind = STEP;
            a->step = strtol(at + 1, &at, 10);
        }
    } else if (*at == '$') {
        a->kind = LAST;
        at++;
    } else if (*at == '/' || *at == '\\') {
        int delimiter = *at == '/' ? *at++ : (at += 2, at[-1]);
        char *text = delimited(delimiter, "runterminated address regex");
        int flags = *at == 'I' ? (at++, REG_ICASE) : 0;
        a->kind = PATTERN;
        compile(&a->re, text, flags);
        free(text);
    } else
        return 0;
    return 1;
}

/* The text of a, i and c: to the end of the line; a backslash goes on with the next. */
static char *text_argument(void)
{
    char *out, *o;
    skip_blanks();
    if (*at == '\\') {
        at++;
        skip_blanks();
        if (*at == '\n')
            at++;
    }
    if (!*at)
        bad("expected \\ after `a', `c' or `i'");
    out = o = xmalloc(strlen(at) + 2);
    for (; *at && *at != '\n'; at++) {
        if (*at == '\\' && at[1])
            at++;
        *o++ = *at;
    }
    *o++ = '\n';
    *o = 0;
    return out;
}

static void substitution(struct command *c)
{
    int delimiter = *at++, flags = 0;
    char *pattern;
    if (!delimiter)
        bad("unterminated `s' command");
    pattern = delimited(delimiter, "runterminated `s' command");
    c->text = delimited(delimiter, "tunterminated `s' command");
    for (c->which = 1;; at++) {
        if (*at == 'g')
            c->global = 1;
        else if (*at == 'p')
            c->print = 1;
        else if (*at == 'i' || *at == 'I')
            flags = REG_ICASE;
        else if (isdigit((unsigned char)*at))
            c->which = strtol(at, &at, 10), at--;
        else if (*at == 'w' || *at == 'e' || *at == 'm')
            die(1, "not supported: the flag %c of s", *at);
        else
            break;
    }
    compile(&c->re, pattern, flags);
    free(pattern);
}

static void transliteration(struct command *c)
{
    int delimiter = *at++, i;
    char *from = delimited(delimiter, "runterminated `y' command"), *to = delimited(delimiter, "runterminated `y' command");
    if (strlen(from) != strlen(to))
        bad("strings for `y' command are different lengths");
    c->text = xmalloc(256);
    for (i = 0; i < 256; i++)
        c->text[i] = i;
    for (i = 0; from[i]; i++)
        c->text[(unsigned char)from[i]] = to[i];
}

static void one_command(void)
{
    struct command *c;
    commands = xrealloc(commands, (ncommands + 1) * sizeof *commands);
    c = &commands[ncommands];
    memset(c, 0, sizeof *c);
    if (address(&c->from)) {
        skip_blanks();
        if (*at == ',') {
            at++;
            skip_blanks();
            if (*at == '+') {
                c->to.kind = MORE;
                c->to.n = strtol(at + 1, &at, 10);
            } else if (!address(&c->to))
                bad("unexpected `,'");
        }
    }
    skip_blanks();
    while (*at == '!') {
        c->negated = 1;
        at++;
        skip_blanks();
    }
    if (!(c->name = *at))
        bad("missing command");
    at++;
    ncommands++;
    switch (c->name) {
    case '{':
        if (depth == 100)
            die(1, "not supported: more than 100 groups in each other");
        open_groups[depth++] = ncommands - 1;
        return;
    case '}':
        if (!depth)
            bad("unexpected `}'");
        commands[open_groups[--depth]].end = ncommands;
        break;
    case 'a': case 'c': case 'i': c->text = text_argument(); break;
    case 's': substitution(c); break;
    case 'y': transliteration(c); break;
    case 'q': skip_blanks(); c->code = strtol(at, &at, 10); break;
    case '=': case 'd': case 'D': case 'g': case 'G': case 'h': case 'H': case 'n': case 'N': case 'p': case 'P': case 'x': break;
    case 'b': case 't': case 'T': case ':': case 'r': case 'R': case 'w': case 'W': case 'l': case 'e': case 'z': case 'F': case 'Q':
        die(1, "not supported: the command %c", c->name);
    default: {
        char what[40];
        snprintf(what, sizeof what, "unknown command: `%c'", c->name);
        at--;
        bad(what);
    }
    }
    skip_blanks();
    if (*at && *at != ';' && *at != '\n' && *at != '}' && *at != '#')
        bad("extra characters after command");
}

static void parse(void)
{
    for (at = script; *at;) {
        if (isspace((unsigned char)*at) || *at == ';')
            at++;
        else if (*at == '#')
            at += strcspn(at, "\n");
        else
            one_command();
    }
    if (depth)
        die(1, "-e expression #1, char 0: unmatched `{'");
}

static void add_script(const char *text)
{
    size_t had = script ? strlen(script) + 1 : 0;
    script = xrealloc(script, had + strlen(text) + 1);
    if (had)
        script[had - 1] = '\n';
    strcpy(script + had, text);
    nscripts++;
}

static int matches(struct address *a)
{
    switch (a->kind) {
    case LINE: return line_number == a->n;
    case STEP: return a->step > 0 ? line_number >= a->n && (line_number - a->n) % a->step == 0 : line_number == a->n;
    case LAST: return last_line;
    case PATTERN: return regexec(&a->re, space, 0, 0, 0) == 0;
    default: return 1;
    }
}

static int selected(struct command *c)
{
    if (c->to.kind == NONE)
        return matches(&c->from) != c->negated;
    if (c->active) {
        int done = c->to.kind == PATTERN || c->to.kind == LAST ? matches(&c->to) : line_number >= c->end;
        c->active = !done;
        if (c->to.kind == LINE && line_number > c->end)
            return matches(&c->from) != c->negated;
        return !c->negated;
    }
    if (!matches(&c->from))
        return c->negated;
    c->end = c->to.kind == MORE ? line_number + c->to.n : c->to.n;
    c->active = c->to.kind == PATTERN || c->to.kind == LAST ? !(c->to.kind == LAST && last_line) : c->end > line_number;
    return !c->negated;
}

static void add(char **to, const char *text, size_t n)
{
    size_t had = *to ? strlen(*to) : 0;
    *to = xrealloc(*to, had + n + 1);
    memcpy(*to + had, text, n);
    (*to)[had + n] = 0;
}

static void put_replacement(char **out, struct command *c, const char *text, regmatch_t *m)
{
    const char *r;
    for (r = c->text; *r; r++) {
        int group = -1;
        if (*r == '&')
            group = 0;
        else if (*r == '\\' && r[1]) {
            r++;
            if (isdigit((unsigned char)*r))
                group = *r - '0';
            else {
                add(out, *r == 'n' ? "\n" : *r == 't' ? "\t" : r, 1);
                continue;
            }
        }
        if (group < 0)
            add(out, r, 1);
        else if (m[group].rm_so >= 0)
            add(out, text + m[group].rm_so, m[group].rm_eo - m[group].rm_so);
    }
}

static void substitute(struct command *c)
{
    char *out = NULL, *p = space, *behind = NULL; /* behind the last match, where an empty one does not count */
    regmatch_t m[10];
    int n = 0, done = 0;
    add(&out, "", 0);
    while (regexec(&c->re, p, 10, m, p == space ? 0 : REG_NOTBOL) == 0) {
        char *from = p + m[0].rm_so, *to = p + m[0].rm_eo;
        add(&out, p, from - p);
        if (from != to || from != behind) {
            if (++n >= c->which) {
                put_replacement(&out, c, p, m);
                done = 1;
            } else
                add(&out, from, to - from);
        }
        p = behind = to;
        if (done && !c->global)
            break;
        if (from == to) {
            if (!*p)
                break;
            add(&out, p++, 1);
        }
    }
    add(&out, p, strlen(p));
    free(space);
    space = out;
    if (done && c->print)
        puts(space);
}

static char **files;
static int nfiles;
static FILE *input;
static int ahead = -2; /* the next byte of the input, EOF, or -2: not known */

static int next_byte(void)
{
    int c;
    if (ahead != -2) {
        c = ahead;
        ahead = -2;
        return c;
    }
    for (;;) {
        if (!input) {
            if (!nfiles)
                return EOF;
            nfiles--;
            if (strcmp(*files, "-") == 0)
                input = stdin;
            else if (!(input = fopen(*files, "r"))) {
                fprintf(stderr, "sed: can't read %s: %s\n", *files, strerror(errno));
                status = 2;
            }
            files++;
            continue;
        }
        if ((c = getc(input)) != EOF)
            return c;
        if (input != stdin)
            fclose(input);
        input = NULL;
    }
}

/* Reads a line behind what is in the pattern space; 0 at the end of all files. */
static int read_space(void)
{
    int c = next_byte();
    if (c == EOF)
        return 0;
    for (; c != EOF && c != '\n'; c = next_byte()) {
        char b = c;
        add(&space, &b, 1);
    }
    line_number++;
    ahead = next_byte();
    last_line = ahead == EOF;
    return 1;
}

static void flush_appended(void)
{
    if (appended)
        fputs(appended, stdout);
    free(appended);
    appended = NULL;
}

static void end_cycle(int print)
{
    if (print && !silent)
        puts(space);
    flush_appended();
}

static void set(char **to, const char *text)
{
    char *copy = xstrdup(text);
    free(*to);
    *to = copy;
}

/* One line through the script: 1 to read the next one, 0 to quit, -1 to go through it again with what is left. */
static int cycle(void)
{
    int i;
    char *rest;
    for (i = 0; i < ncommands; i++) {
        struct command *c = &commands[i];
        if (c->name == '{') {
            if (!selected(c))
                i = c->end - 1;
            continue;
        }
        if (c->name == '}' || !selected(c))
            continue;
        switch (c->name) {
        case '=': printf("%ld\n", line_number); break;
        case 'a': add(&appended, c->text, strlen(c->text)); break;
        case 'i': fputs(c->text, stdout); break;
        case 'c':
            if (c->to.kind == NONE || !c->active)
                fputs(c->text, stdout);
            end_cycle(0);
            return 1;
        case 'd': end_cycle(0); return 1;
        case 'D':
            rest = strchr(space, '\n');
            end_cycle(0);
            if (!rest)
                return 1;
            memmove(space, rest + 1, strlen(rest));
            return -1;
        case 'g': set(&space, hold); break;
        case 'h': set(&hold, space); break;
        case 'G': add(&space, "\n", 1); add(&space, hold, strlen(hold)); break;
        case 'H': add(&hold, "\n", 1); add(&hold, space, strlen(space)); break;
        case 'x': rest = space; space = hold; hold = rest; break;
        case 'n':
            if (last_line) {
                end_cycle(1);
                return 0;
            }
            end_cycle(1);
            set(&space, "");
            read_space();
            break;
        case 'N':
            if (last_line) {
                end_cycle(1);
                return 0;
            }
            flush_appended();
            add(&space, "\n", 1);
            read_space();
            break;
        case 'p': puts(space); break;
        case 'P': printf("%.*s\n", (int)strcspn(space, "\n"), space); break;
        case 'q':
            end_cycle(1);
            status = c->code;
            return 0;
        case 's': substitute(c); break;
        case 'y':
            for (rest = space; *rest; rest++)
                *rest = c->text[(unsigned char)*rest];
            break;
        }
    }
    end_cycle(1);
    return 1;
}

int main(int argc, char **argv)
{
    static char *standard[] = { "-" };
    int c, go = 1;
    while ((c = nextopt(argc, argv, "ne:f:Ersui", "quiet=n silent=n expression=e file=f regexp-extended=E separate=s unbuffered=u in-place=i",
                        "[OPTION]... {script-only-if-no-other-script} [input-file]...\n"))) {
        switch (c) {
        case 'n': silent = 1; break;
        case 'e': add_script(optval); break;
        case 'E': case 'r': extended = 1; break;
        case 'u': setvbuf(stdout, NULL, _IONBF, 0); break;
        case 'f': {
            FILE *f = open_input(optval);
            char *line = NULL;
            size_t cap = 0;
            long n;
            if (!f)
                exit(1);
            while ((n = read_line(f, &line, &cap)) > 0) {
                if (line[n - 1] == '\n')
                    line[n - 1] = 0;
                add_script(line);
            }
            close_input(f);
            break;
        }
        case 's': case 'i': die(1, "not supported: -%c", c);
        }
    }
    if (!nscripts) {
        if (!noperands) {
            fputs("Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n", stderr);
            return 1;
        }
        add_script(*operands++);
        noperands--;
    }
    parse();
    files = noperands ? operands : standard;
    nfiles = noperands ? noperands : 1;
    set(&hold, "");
    set(&space, "");
    while (go) {
        if (go > 0) {
            set(&space, "");
            if (!read_space())
                break;
        }
        go = cycle();
    }
    return finish();
}
