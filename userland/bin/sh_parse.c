/* sh_parse.c - the shell's grammar, by recursive descent, into struct node. Entry points: parse_line(), parse_list(). */
#include <ctype.h>
#include "sh_core.h"
#include "util.h"

static struct node *parse_and_or(void);
static struct node *parse_command(void);

static const char *const token_names[] = {
    "end of file", "newline", "\";\"", "\"&\"", "\"&&\"", "\"||\"", "\"|\"", "\"(\"", "\")\"", "\";;\"", "redirection", "word",
    "\"!\"", "\"case\"", "\"do\"", "\"done\"", "\"elif\"", "\"else\"", "\"esac\"", "\"fi\"", "\"for\"", "\"if\"", "\"in\"",
    "\"then\"", "\"until\"", "\"while\"", "\"{\"", "\"}\"",
};

void unexpected(int expected)
{
    char text[80];
    if (expected >= 0)
        sprintf(text, "%s unexpected (expecting %s)", token_names[last_token], token_names[expected]);
    else
        sprintf(text, "%s unexpected", token_names[last_token]);
    syntax_error(text);
}

static struct node *new_node(enum kind kind, struct node *a, struct node *b)
{
    struct node *n = memset(take(sizeof *n), 0, sizeof *n);
    n->kind = kind;
    n->line = input_line;
    n->a = a;
    n->b = b;
    return n;
}

static void expect(enum token t, int flags)
{
    if (next_token(flags) != t)
        unexpected(t);
}

int is_name(const char *s, size_t n)
{
    size_t i;
    if (!n || (!isalpha((unsigned char)*s) && *s != '_'))
        return 0;
    for (i = 1; i < n; i++)
        if (!isalnum((unsigned char)s[i]) && s[i] != '_')
            return 0;
    return 1;
}

static int ends_list(enum token t)
{
    switch (t) {
    case T_EOF: case T_RIGHT: case T_END_CASE: case T_DO: case T_DONE: case T_ELIF: case T_ELSE: case T_ESAC: case T_FI:
    case T_THEN: case T_END:
        return 1;
    default:
        return 0;
    }
}

static struct node *join(struct node *list, struct node *n)
{
    return list ? new_node(N_SEQUENCE, list, n) : n;
}

static struct node *in_background(struct node *n)
{
    return new_node(N_BACKGROUND, n, NULL);
}

struct node *parse_list(int may_be_empty)
{
    struct node *list = NULL;
    for (;;) {
        struct node *n;
        enum token t = peek_token(KEYWORDS | NEWLINES);
        if (t == T_EOF || ((list || may_be_empty) && ends_list(t)))
            return list;
        n = parse_and_or();
        t = next_token(0);
        if (t == T_BACKGROUND)
            n = in_background(n);
        list = join(list, n);
        if (t == T_NEWLINE)
            read_bodies();
        else if (t != T_SEMI && t != T_BACKGROUND) {
            push_back();
            return list;
        }
    }
}

struct node *parse_line(int *end)
{
    struct node *list = NULL;
    enum token t;
    *end = 0;
    reset_lexer();
    for (;;) {
        struct node *n;
        t = next_token(KEYWORDS);
        if (t == T_NEWLINE || t == T_EOF)
            break;
        push_back();
        n = parse_and_or();
        t = next_token(0);
        if (t == T_BACKGROUND)
            n = in_background(n);
        list = join(list, n);
        if (t == T_NEWLINE || t == T_EOF)
            break;
        if (t != T_SEMI && t != T_BACKGROUND)
            unexpected(-1);
    }
    *end = t == T_EOF;
    read_bodies();
    return list;
}

static struct node *parse_pipeline(void)
{
    int negate = next_token(KEYWORDS) == T_NOT;
    struct node *n, *last;
    if (!negate)
        push_back();
    n = parse_command();
    if (next_token(0) == T_PIPE) {
        /* The commands of a pipeline hang on a chain of N_PIPE: a is the command, b the rest. */
        n = last = new_node(N_PIPE, n, NULL);
        do {
            peek_token(KEYWORDS | NEWLINES);
            last->b = new_node(N_PIPE, parse_command(), NULL);
            last = last->b;
        } while (next_token(0) == T_PIPE);
    }
    push_back();
    return negate ? new_node(N_NOT, n, NULL) : n;
}

static struct node *parse_and_or(void)
{
    struct node *n = parse_pipeline();
    for (;;) {
        enum token t = next_token(0);
        if (t != T_AND && t != T_OR) {
            push_back();
            return n;
        }
        peek_token(KEYWORDS | NEWLINES);
        n = new_node(t == T_AND ? N_AND : N_OR, n, NULL);
        n->b = parse_pipeline();
    }
}

/* The word of the redirection that was just read. */
static struct redir *finish_redirection(void)
{
    struct redir *r = token_redir;
    if (next_token(0) != T_WORD)
        unexpected(-1);
    r->word = token_text;
    if (r->kind == R_HERE || r->kind == R_HERE_TABS)
        want_body(r);
    if ((r->kind == R_DUP_IN || r->kind == R_DUP_OUT) && !strpbrk(r->word, "$`\"'\\") &&
        strcmp(r->word, "-") && (!isdigit((unsigned char)*r->word) || r->word[1]))
        syntax_error("Bad fd number");
    return r;
}

static struct redir *parse_redirections(void)
{
    struct redir *first = NULL, **end = &first;
    while (next_token(0) == T_REDIR) {
        *end = finish_redirection();
        end = &(*end)->next;
    }
    push_back();
    return first;
}

static struct word *new_word(char *text)
{
    struct word *w = take(sizeof *w);
    w->next = NULL;
    w->text = text;
    return w;
}

static struct node *parse_function(char *name, int line)
{
    struct node *n;
    expect(T_RIGHT, 0);
    if (!is_name(name, strlen(name)))
        syntax_error("Bad function name");
    n = new_node(N_FUNCTION, NULL, NULL);
    n->line = line;
    n->name = name;
    peek_token(KEYWORDS | NEWLINES);
    n->a = parse_command();
    return n;
}

static struct node *parse_simple(void)
{
    struct node *n = new_node(N_SIMPLE, NULL, NULL);
    struct word **words = &n->words, **assigns = &n->assigns;
    struct redir **redirs = &n->redirs;
    for (;;) {
        enum token t = next_token(0);
        if (t == T_WORD) {
            const char *eq = strchr(token_text, '=');
            if (!n->words && eq && is_name(token_text, eq - token_text)) {
                *assigns = new_word(token_text);
                assigns = &(*assigns)->next;
            } else {
                *words = new_word(token_text);
                words = &(*words)->next;
            }
        } else if (t == T_REDIR) {
            *redirs = finish_redirection();
            redirs = &(*redirs)->next;
        } else if (t == T_LEFT && n->words && !n->words->next && !n->assigns && !n->redirs) {
            return parse_function(n->words->text, n->line);
        } else {
            push_back();
            return n;
        }
    }
}

static struct node *parse_if(void)
{
    struct node *n = new_node(N_IF, parse_list(0), NULL);
    expect(T_THEN, KEYWORDS);
    n->b = parse_list(0);
    switch (next_token(KEYWORDS)) {
    case T_ELIF:
        n->c = parse_if();
        return n;
    case T_ELSE:
        n->c = parse_list(0);
        break;
    default:
        push_back();
    }
    expect(T_FI, KEYWORDS);
    return n;
}

static struct node *parse_loop(enum kind kind)
{
    struct node *n = new_node(kind, parse_list(0), NULL);
    expect(T_DO, KEYWORDS);
    n->b = parse_list(0);
    expect(T_DONE, KEYWORDS);
    return n;
}

static struct node *parse_for(void)
{
    struct node *n = new_node(N_FOR, NULL, NULL);
    struct word **end = &n->words;
    enum token t;
    if (next_token(0) != T_WORD || token_quoted || !is_name(token_text, strlen(token_text)))
        syntax_error("Bad for loop variable");
    n->name = token_text;
    t = next_token(KEYWORDS | NEWLINES);
    if (t == T_IN) {
        while ((t = next_token(0)) == T_WORD) {
            *end = new_word(token_text);
            end = &(*end)->next;
        }
        if (t != T_NEWLINE && t != T_SEMI)
            unexpected(-1);
        if (t == T_NEWLINE)
            read_bodies();
    } else {
        n->words = new_word("\"$@\"");
        if (t != T_SEMI)
            push_back();
    }
    expect(T_DO, KEYWORDS | NEWLINES);
    n->b = parse_list(0);
    expect(T_DONE, KEYWORDS);
    return n;
}

static struct node *parse_case(void)
{
    struct node *n = new_node(N_CASE, NULL, NULL);
    struct item **end = &n->items;
    enum token t;
    if (next_token(0) != T_WORD)
        unexpected(T_WORD);
    n->name = token_text;
    expect(T_IN, KEYWORDS | NEWLINES);
    while ((t = next_token(KEYWORDS | NEWLINES)) != T_ESAC) {
        struct item *i = memset(take(sizeof *i), 0, sizeof *i);
        struct word **patterns = &i->patterns;
        if (t == T_LEFT)
            t = next_token(KEYWORDS);
        for (;; t = next_token(0)) {
            *patterns = new_word(t < T_WORD ? "" : token_text);
            patterns = &(*patterns)->next;
            if (next_token(0) != T_PIPE)
                break;
        }
        if (last_token != T_RIGHT)
            unexpected(T_RIGHT);
        i->body = parse_list(1);
        *end = i;
        end = &i->next;
        t = next_token(KEYWORDS | NEWLINES);
        if (t == T_ESAC)
            break;
        if (t != T_END_CASE)
            unexpected(T_END_CASE);
    }
    return n;
}

static struct node *parse_command(void)
{
    struct node *n;
    int line = input_line;
    switch (next_token(KEYWORDS)) {
    case T_IF:
        n = parse_if();
        break;
    case T_WHILE:
        n = parse_loop(N_WHILE);
        break;
    case T_UNTIL:
        n = parse_loop(N_UNTIL);
        break;
    case T_FOR:
        n = parse_for();
        break;
    case T_CASE:
        n = parse_case();
        break;
    case T_LEFT:
        n = new_node(N_SUBSHELL, parse_list(0), NULL);
        expect(T_RIGHT, KEYWORDS);
        break;
    case T_BEGIN:
        n = new_node(N_GROUP, parse_list(0), NULL);
        expect(T_END, KEYWORDS);
        break;
    case T_WORD:
    case T_REDIR:
        push_back();
        return parse_simple();
    default:
        unexpected(-1);
        return NULL;
    }
    n->line = line;
    n->redirs = parse_redirections();
    return n;
}

/* ---- copies that last ---- */

static struct word *copy_words(const struct word *w)
{
    struct word *first = NULL, **end = &first;
    for (; w; w = w->next) {
        *end = xmalloc(sizeof **end);
        (*end)->text = copy_string(w->text);
        end = &(*end)->next;
        *end = NULL;
    }
    return first;
}

struct node *copy_tree(const struct node *n)
{
    struct node *copy;
    struct redir **redirs;
    struct item **items;
    const struct redir *r;
    const struct item *i;
    if (!n)
        return NULL;
    copy = xmalloc(sizeof *copy);
    *copy = *n;
    copy->a = copy_tree(n->a);
    copy->b = copy_tree(n->b);
    copy->c = copy_tree(n->c);
    copy->words = copy_words(n->words);
    copy->assigns = copy_words(n->assigns);
    copy->name = n->name ? copy_string(n->name) : NULL;
    redirs = &copy->redirs;
    for (r = n->redirs; r; r = r->next) {
        *redirs = xmalloc(sizeof **redirs);
        **redirs = *r;
        (*redirs)->word = copy_string(r->word);
        (*redirs)->body = r->body ? copy_string(r->body) : NULL;
        redirs = &(*redirs)->next;
    }
    items = &copy->items;
    for (i = n->items; i; i = i->next) {
        *items = xmalloc(sizeof **items);
        **items = *i;
        (*items)->patterns = copy_words(i->patterns);
        (*items)->body = copy_tree(i->body);
        items = &(*items)->next;
    }
    return copy;
}

/* ---- and back to text ---- */

static void words_text(struct str *b, const struct word *w)
{
    for (; w; w = w->next) {
        str_adds(b, w->text);
        if (w->next)
            str_put(b, ' ');
    }
}

static void redirs_text(struct str *b, const struct redir *r)
{
    static const char *const signs[] = {"<", ">", ">|", ">>", "<>", "<&", ">&", "<<", "<<-"};
    for (; r; r = r->next) {
        str_put(b, ' ');
        str_put(b, '0' + r->fd);
        str_adds(b, signs[r->kind]);
        str_adds(b, r->kind >= R_HERE ? "..." : r->word);
    }
}

static void surrounded(struct str *b, const char *before, const struct node *n, const char *after)
{
    str_adds(b, before);
    tree_text(b, n);
    str_adds(b, after);
}

void tree_text(struct str *b, const struct node *n)
{
    const struct item *i;
    if (!n)
        return;
    switch (n->kind) {
    case N_SIMPLE:
        words_text(b, n->assigns);
        if (n->assigns && n->words)
            str_put(b, ' ');
        words_text(b, n->words);
        break;
    case N_PIPE:
        tree_text(b, n->a);
        if (n->b)
            surrounded(b, " | ", n->b, "");
        break;
    case N_AND: tree_text(b, n->a); surrounded(b, " && ", n->b, ""); break;
    case N_OR: tree_text(b, n->a); surrounded(b, " || ", n->b, ""); break;
    case N_NOT: surrounded(b, "! ", n->a, ""); break;
    case N_SEQUENCE: tree_text(b, n->a); surrounded(b, "; ", n->b, ""); break;
    case N_BACKGROUND: tree_text(b, n->a); break;
    case N_SUBSHELL: surrounded(b, "(", n->a, ")"); break;
    case N_GROUP: tree_text(b, n->a); break;
    case N_IF:
        surrounded(b, "if ", n->a, "; then ");
        tree_text(b, n->b);
        if (n->c)
            surrounded(b, "; else ", n->c, "");
        str_adds(b, "; fi");
        break;
    case N_WHILE: case N_UNTIL:
        surrounded(b, n->kind == N_WHILE ? "while " : "until ", n->a, "; do ");
        surrounded(b, "", n->b, "; done");
        break;
    case N_FOR:
        str_adds(b, "for ");
        str_adds(b, n->name);
        str_adds(b, " in ");
        words_text(b, n->words);
        surrounded(b, "; do ", n->b, "; done");
        break;
    case N_CASE:
        str_adds(b, "case ");
        str_adds(b, n->name);
        str_adds(b, " in ");
        for (i = n->items; i; i = i->next) {
            str_adds(b, i->patterns->text);
            surrounded(b, ") ", i->body, ";; ");
        }
        str_adds(b, "esac");
        break;
    case N_FUNCTION: str_adds(b, n->name); str_adds(b, "() { ... }"); break;
    }
    redirs_text(b, n->redirs);
}
