/* sh_lex.c - the shell's input and its tokens. A word keeps its source text, quotes and all; sh_expand.c reads it again.
   Entry points: push_string(), push_file(), next_token(), read_bodies(). */
#include <ctype.h>
#include <unistd.h>
#include "sh_core.h"
#include "util.h"

struct input {
    struct input *prev;
    int fd;                /* -1: the text is all there is */
    const char *p, *end;
    char *buf;
    int line, at_end;
};

enum { BUFFER = 8192 };

static struct input *input;
static int pushed[4], npushed;
static struct str record;  /* what get_char() gave, while a $(...) is read */
static int recording;
int prompt_wanted, input_line = 1;

static void push(int fd, const char *p, size_t n)
{
    struct input *in = xmalloc(sizeof *in);
    in->prev = input;
    in->fd = fd;
    in->p = p;
    in->end = p + n;
    in->buf = NULL;
    in->at_end = 0;
    in->line = input_line;
    input_line = 1;
    input = in;
}

void push_string(const char *text, size_t n)
{
    push(-1, text, n);
}

void push_file(int fd)
{
    push(fd, NULL, 0);
    input->buf = xmalloc(BUFFER);
}

void pop_input(void)
{
    struct input *in = input;
    input = in->prev;
    input_line = in->line;
    npushed = 0;
    if (in->fd > 0)
        close(in->fd);
    free(in->buf);
    free(in);
}

void *input_mark(void)
{
    return input;
}

void input_release(void *mark)
{
    while (input != mark)
        pop_input();
}

/* After an error at the terminal: back to the first input, and what is left of its line goes. */
void forget_input(void)
{
    while (input && input->prev)
        pop_input();
    npushed = recording = 0;
    if (input)
        input->p = input->end;
}

void resume_input(void)
{
    input->at_end = 0;
}

static int fill(void)
{
    ssize_t n;
    if (input->fd < 0 || input->at_end) {
        input->at_end = 1;
        return EOF;
    }
    if (prompt_wanted && opt_i && input->fd == 0) {
        const char *ps = get_var(prompt_wanted == 1 ? "PS1" : "PS2");
        fflush(stdout);
        fputs(expand_prompt(ps ? ps : ""), stderr);
        prompt_wanted = 2;
    }
    while ((n = read(input->fd, input->buf, BUFFER)) < 0 && errno == EINTR) {
        if (interrupt_pending) {
            interrupt_pending = 0;
            longjmp(catcher->place, INTERRUPTED);
        }
    }
    if (n <= 0) {
        input->at_end = 1;
        return EOF;
    }
    if (opt_v)
        write_all(2, input->buf, n);
    input->p = input->buf;
    input->end = input->buf + n;
    return 0;
}

int get_char(void)
{
    int c;
    if (npushed)
        c = pushed[--npushed];
    else if (input->p == input->end && fill() == EOF)
        return EOF;
    else
        c = (unsigned char)*input->p++;
    if (c == '\n')
        input_line++;
    if (recording)
        str_put(&record, c);
    return c;
}

void unget_char(int c)
{
    if (c == EOF)
        return;
    if (c == '\n')
        input_line--;
    if (recording && record.n)
        record.n--;
    pushed[npushed++] = c;
}

/* ---- tokens ---- */

enum token last_token;
char *token_text;
int token_quoted;
struct redir *token_redir;
static int is_pushed_back;
static struct redir *bodies_wanted; /* here-documents whose lines are still to come */

static const struct { const char *name; enum token token; } keyword_table[] = {
    {"!", T_NOT}, {"case", T_CASE}, {"do", T_DO}, {"done", T_DONE}, {"elif", T_ELIF}, {"else", T_ELSE}, {"esac", T_ESAC},
    {"fi", T_FI}, {"for", T_FOR}, {"if", T_IF}, {"in", T_IN}, {"then", T_THEN}, {"until", T_UNTIL}, {"while", T_WHILE},
    {"{", T_BEGIN}, {"}", T_END},
};

void reset_lexer(void)
{
    is_pushed_back = 0;
    bodies_wanted = NULL;
    recording = 0;
    record.n = 0;
}

void syntax_error(const char *text)
{
    line_number = input_line;
    fail("Syntax error: %s", text);
}

static void read_dollar(struct str *w, int in_quotes);

static void read_single_quotes(struct str *w)
{
    int c;
    while ((c = get_char()) != '\'') {
        if (c == EOF)
            syntax_error("Unterminated quoted string");
        str_put(w, c);
    }
    str_put(w, c);
}

static void read_backquotes(struct str *w)
{
    int c;
    while ((c = get_char()) != '`') {
        if (c == EOF)
            syntax_error("EOF in backquote substitution");
        str_put(w, c);
        if (c == '\\' && (c = get_char()) != EOF)
            str_put(w, c);
    }
    str_put(w, c);
}

static void read_double_quotes(struct str *w)
{
    int c;
    for (;;) {
        c = get_char();
        if (c == EOF)
            syntax_error("Unterminated quoted string");
        if (c == '\\') {
            c = get_char();
            if (c == '\n')
                continue;
            str_put(w, '\\');
            if (c != EOF)
                str_put(w, c);
            continue;
        }
        str_put(w, c);
        if (c == '"')
            return;
        if (c == '`')
            read_backquotes(w);
        else if (c == '$')
            read_dollar(w, 1);
    }
}

/* ${...}, behind the brace. In double quotes a single quote is itself, but for the patterns of # and %. */
static void read_braces(struct str *w, int in_quotes)
{
    int c = get_char(), quotes_count = !in_quotes;
    if (c == '#')
        str_put(w, c), c = get_char();
    while (c != EOF && (isalnum(c) || c == '_' || strchr("@*?$!-#", c))) {
        int special = !isalnum(c) && c != '_';
        str_put(w, c);
        c = get_char();
        if (special)
            break;
    }
    if (c == '%' || c == '#')
        quotes_count = 1;
    for (;; c = get_char()) {
        if (c == EOF)
            syntax_error("Missing '}'");
        if (c == '\\') {
            c = get_char();
            if (c == '\n')
                continue;
            str_put(w, '\\');
            if (c != EOF)
                str_put(w, c);
            continue;
        }
        str_put(w, c);
        if (c == '}')
            return;
        if (c == '\'' && quotes_count)
            read_single_quotes(w);
        else if (c == '"')
            read_double_quotes(w);
        else if (c == '`')
            read_backquotes(w);
        else if (c == '$')
            read_dollar(w, in_quotes);
    }
}

/* $((...)), behind both parentheses. */
static void read_arithmetic(struct str *w)
{
    int depth = 0, c;
    for (;;) {
        c = get_char();
        if (c == EOF)
            syntax_error("Missing '))'");
        str_put(w, c);
        if (c == '(') {
            depth++;
        } else if (c == ')' && depth) {
            depth--;
        } else if (c == ')') {
            c = get_char();
            if (c == ')') {
                str_put(w, c);
                return;
            }
            unget_char(c);
        } else if (c == '$') {
            read_dollar(w, 1);
        } else if (c == '`') {
            read_backquotes(w);
        } else if (c == '\\' && (c = get_char()) != EOF) {
            str_put(w, c);
        }
    }
}

/* $(...): only the parser knows which parenthesis ends it. */
static void read_substitution(struct str *w)
{
    struct redir *bodies = bodies_wanted;
    size_t from = record.n;
    recording++;
    bodies_wanted = NULL;
    parse_list(1);
    if (next_token(KEYWORDS | NEWLINES) != T_RIGHT)
        unexpected(T_RIGHT);
    bodies_wanted = bodies;
    str_add(w, record.s + from, record.n - from);
    if (!--recording)
        record.n = 0;
}

static void read_dollar(struct str *w, int in_quotes)
{
    int c = get_char();
    if (c == '{') {
        str_put(w, c);
        read_braces(w, in_quotes);
    } else if (c == '(') {
        str_put(w, c);
        c = get_char();
        if (c == '(') {
            str_put(w, c);
            read_arithmetic(w);
        } else {
            unget_char(c);
            read_substitution(w);
        }
    } else if (c == '$') {
        str_put(w, c);
    } else {
        unget_char(c);
    }
}

static enum token read_word(int c)
{
    struct str w = {0};
    int quoted = 0;
    for (;; c = get_char()) {
        if (c == '\\') {
            c = get_char();
            if (c == '\n')
                continue;
            str_put(&w, '\\');
            if (c != EOF)
                str_put(&w, c);
            quoted = 1;
        } else if (c == EOF || strchr("\n \t&|;<>()", c)) {
            unget_char(c);
            break;
        } else {
            str_put(&w, c);
            if (c == '\'') {
                quoted = 1;
                read_single_quotes(&w);
            } else if (c == '"') {
                quoted = 1;
                read_double_quotes(&w);
            } else if (c == '`') {
                read_backquotes(&w);
            } else if (c == '$') {
                read_dollar(&w, 0);
            }
        }
    }
    token_text = str_take(&w);
    token_quoted = quoted;
    return T_WORD;
}

static enum token read_redirection(int c, int fd)
{
    struct redir *r = memset(take(sizeof *r), 0, sizeof *r);
    int d = get_char();
    r->fd = fd >= 0 ? fd : c == '>';
    if (c == '>') {
        if (d == '>') r->kind = R_APPEND;
        else if (d == '&') r->kind = R_DUP_OUT;
        else if (d == '|') r->kind = R_CLOBBER;
        else r->kind = R_OUTPUT, unget_char(d);
    } else if (d == '<') {
        r->kind = R_HERE;
        d = get_char();
        if (d == '-')
            r->kind = R_HERE_TABS;
        else
            unget_char(d);
    } else {
        if (d == '&') r->kind = R_DUP_IN;
        else if (d == '>') r->kind = R_BOTH;
        else r->kind = R_INPUT, unget_char(d);
    }
    token_redir = r;
    return T_REDIR;
}

static enum token either(int second, enum token both, enum token one)
{
    int c = get_char();
    if (c == second)
        return both;
    unget_char(c);
    return one;
}

static enum token read_token(void)
{
    int c;
    for (;;) {
        c = get_char();
        if (c == ' ' || c == '\t')
            continue;
        if (c == '#') {
            while ((c = get_char()) != '\n' && c != EOF)
                ;
            unget_char(c);
            continue;
        }
        if (c == '\\') {
            c = get_char();
            if (c == '\n')
                continue;
            unget_char(c);
            c = '\\';
        }
        break;
    }
    switch (c) {
    case EOF: return T_EOF;
    case '\n': return T_NEWLINE;
    case '&': return either('&', T_AND, T_BACKGROUND);
    case '|': return either('|', T_OR, T_PIPE);
    case ';': return either(';', T_END_CASE, T_SEMI);
    case '(': return T_LEFT;
    case ')': return T_RIGHT;
    case '<': case '>': return read_redirection(c, -1);
    }
    if (isdigit(c)) {
        int d = get_char();
        if (d == '<' || d == '>')
            return read_redirection(d, c - '0');
        unget_char(d);
    }
    return read_word(c);
}

enum token next_token(int flags)
{
    size_t i;
    int fresh = !is_pushed_back;
    if (fresh)
        last_token = read_token();
    is_pushed_back = 0;
    while (flags & NEWLINES && last_token == T_NEWLINE) {
        read_bodies();
        last_token = read_token();
    }
    if (last_token == T_WORD && flags & KEYWORDS && !token_quoted)
        for (i = 0; i < sizeof keyword_table / sizeof *keyword_table; i++)
            if (*token_text == *keyword_table[i].name && !strcmp(token_text, keyword_table[i].name))
                last_token = keyword_table[i].token;
    return last_token;
}

enum token peek_token(int flags)
{
    enum token t = next_token(flags);
    is_pushed_back = 1;
    return t;
}

void push_back(void)
{
    is_pushed_back = 1;
}

/* ---- here-documents ---- */

void want_body(struct redir *here)
{
    struct redir **p = &bodies_wanted;
    /* r->body links the waiting ones until it gets its text */
    while (*p)
        p = (struct redir **)&(*p)->body;
    here->body = NULL;
    *p = here;
}

/* The delimiter without its quotes. */
static char *unquoted(const char *raw, int *quoted)
{
    struct str b = {0};
    int q = 0;
    *quoted = 0;
    for (; *raw; raw++) {
        if (*raw == '\\' && q != '\'' && raw[1]) {
            raw++;
            *quoted = 1;
        } else if ((*raw == '\'' || *raw == '"') && (!q || q == *raw)) {
            q = q ? 0 : *raw;
            *quoted = 1;
            continue;
        }
        str_put(&b, *raw);
    }
    return str_take(&b);
}

static char *read_body(const char *delimiter, int strip, int quoted)
{
    struct str all = {0}, line = {0};
    int c, start;
    do {
        line.n = 0;
        start = 1;
        while ((c = get_char()) != EOF && c != '\n') {
            if (strip && start && c == '\t')
                continue;
            start = 0;
            str_put(&line, c);
            /* A line that goes on: both halves are one. */
            if (c == '\\' && !quoted) {
                c = get_char();
                if (c == '\n')
                    line.n--;
                else if (c != EOF)
                    str_put(&line, c);
                else
                    break;
            }
        }
        str_put(&line, 0);
        if (!strcmp(line.s, delimiter) || (c == EOF && line.n == 1))
            break;
        str_add(&all, line.s, line.n - 1);
        if (c == '\n')
            str_put(&all, c);
    } while (c != EOF);
    free(line.s);
    return str_take(&all);
}

void read_bodies(void)
{
    while (bodies_wanted) {
        struct redir *r = bodies_wanted;
        char *delimiter;
        bodies_wanted = (struct redir *)r->body;
        delimiter = unquoted(r->word, &r->quoted);
        r->body = read_body(delimiter, r->kind == R_HERE_TABS, r->quoted);
    }
}

struct node *parse_part(const char *text, size_t n, int close, const char **end)
{
    enum token token = last_token;
    int back = is_pushed_back, was_recording = recording;
    struct redir *bodies = bodies_wanted;
    struct node *list;
    push_string(text, n);
    input_line = line_number;
    is_pushed_back = recording = 0;
    bodies_wanted = NULL;
    list = parse_list(1);
    if (next_token(KEYWORDS | NEWLINES) != (close ? T_RIGHT : T_EOF))
        unexpected(close ? T_RIGHT : -1);
    read_bodies();
    *end = input->p;
    pop_input();
    last_token = token;
    is_pushed_back = back;
    recording = was_recording;
    bodies_wanted = bodies;
    return list;
}
