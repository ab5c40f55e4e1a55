/* sh_expand.c - what becomes of a word: tildes, parameters, commands, arithmetic; then fields, file names, quotes removed.
   A word's text becomes characters with a kind each: quoted ones neither split nor match, those out of an expansion do both.
   Entry points: expand_words(), expand_text(), expand_pattern(). */
#include <ctype.h>
#include <pwd.h>
#include "sh_core.h"
#include "util.h"

enum { PLAIN, QUOTED, EXPANDED, BREAK, MARK }; /* MARK: an empty quoted string, which makes a field all the same */
enum { IN_QUOTES = 1, TILDE = 2, ASSIGNMENT = 4, BODY = 8, ARITHMETIC = 16 };

struct chars { struct str text, kinds; int dropped; }; /* dropped: a "$@" without parameters */

static void expand(const char **raw, int end, int mode, struct chars *out);
static char *expand_part(const char **raw, int end, int mode);

static void put(struct chars *out, int c, int kind)
{
    str_put(&out->text, c);
    str_put(&out->kinds, kind);
}

static void puts_kind(struct chars *out, const char *s, int kind)
{
    while (*s)
        put(out, *s++, kind);
}

static void free_chars(struct chars *c)
{
    free(c->text.s);
    free(c->kinds.s);
    memset(c, 0, sizeof *c);
}

/* ---- $(...) ---- */

/* Runs the commands in a subshell; what they print, without the newlines at its end. */
static char *command_output(struct node *n)
{
    struct str out = {0};
    static char buf[4096];
    int fd[2];
    ssize_t k, i;
    struct job *j;
    last_substitution = 0;
    if (!n)
        return "";
    if (pipe(fd) < 0)
        fail("Pipe call failed");
    fflush(stdout);
    j = new_job(NULL);
    if (!fork_job(j, NULL, 0)) {
        close(fd[0]);
        if (fd[1] != 1) {
            dup2(fd[1], 1);
            close(fd[1]);
        }
        run(n, RUN_EXIT);
        exit_shell(exit_status);
    }
    close(fd[1]);
    while ((k = read(fd[0], buf, sizeof buf)) > 0 || (k < 0 && errno == EINTR))
        for (i = 0; i < k; i++)
            if (buf[i])
                str_put(&out, buf[i]);
    close(fd[0]);
    last_substitution = wait_job(j);
    while (out.n && out.s[out.n - 1] == '\n')
        out.n--;
    return str_take(&out);
}

static const char *skip_dollar(const char *p);
static const char *skip_to(const char *p, int close);

static const char *skip_quotes(const char *p, int quote)
{
    while (*p && *p != quote) {
        if (*p == '\\' && quote != '\'' && p[1])
            p++;
        else if (*p == '$' && quote == '"' && (p[1] == '(' || p[1] == '{'))
            p = skip_dollar(p);
        if (*p)
            p++;
    }
    return p;
}

static const char *arithmetic_end(const char *p);

/* The last character of the $(...), $((...)) or ${...} at p. Only the parser knows where $(...) ends. */
static const char *skip_dollar(const char *p)
{
    const char *end;
    if (p[1] == '(' && p[2] == '(')
        return arithmetic_end(p + 3) + 1;
    if (p[1] == '(') {
        parse_part(p + 2, strlen(p + 2), 1, &end);
        return end - 1;
    }
    return skip_to(p + 2, '}');
}

/* Where the closing character is, or the end of the text. */
static const char *skip_to(const char *p, int close)
{
    for (; *p; p++) {
        if (*p == '\\' && p[1])
            p++;
        else if (*p == '\'' || *p == '"' || *p == '`')
            p = skip_quotes(p + 1, *p);
        else if (*p == '$' && (p[1] == '(' || p[1] == '{'))
            p = skip_dollar(p);
        else if (*p == close)
            return p;
        if (!*p)
            break;
    }
    return p;
}

/* The )) that ends an arithmetic expansion. Quotes mean nothing in there. */
static const char *arithmetic_end(const char *p)
{
    int depth = 0;
    for (; *p; p++) {
        if (*p == '\\' && p[1])
            p++;
        else if (*p == '`')
            p = skip_quotes(p + 1, '`');
        else if (*p == '$' && (p[1] == '(' || p[1] == '{'))
            p = skip_dollar(p);
        else if (*p == '(')
            depth++;
        else if (*p == ')' && depth)
            depth--;
        else if (*p == ')' && p[1] == ')')
            return p;
        if (!*p)
            break;
    }
    return p;
}

static void add_output(struct chars *out, const char *text, int mode)
{
    puts_kind(out, text, mode & IN_QUOTES ? QUOTED : EXPANDED);
}

static void backquotes(const char **raw, int mode, struct chars *out)
{
    struct str text = {0};
    const char *p = *raw, *end;
    while (*p && *p != '`') {
        if (*p == '\\' && p[1] && (strchr("\\`$", p[1]) || (p[1] == '"' && mode & IN_QUOTES)))
            p++;
        str_put(&text, *p++);
    }
    *raw = *p ? p + 1 : p;
    str_put(&text, 0);
    p = str_take(&text);
    add_output(out, command_output(parse_part(p, strlen(p), 0, &end)), mode);
}

static void arithmetic_expansion(const char **raw, int mode, struct chars *out)
{
    const char *p = *raw, *end = arithmetic_end(p), *text = take_string(p, end - p);
    char number_text[24];
    sprintf(number_text, "%lld", arithmetic(expand_part(&text, 0, IN_QUOTES | BODY | ARITHMETIC)));
    *raw = end[0] && end[1] ? end + 2 : end;
    add_output(out, number_text, mode);
}

/* ---- parameters ---- */

static int separator(void)
{
    const char *ifs = get_var("IFS");
    return ifs ? (unsigned char)*ifs : ' ';
}

static char *trim(const char *value, const char *pattern, int op, int longest);

/* $* and $@. In quotes $@ is a field for each parameter, $* one with the first of IFS between them. With a pattern each
   one is trimmed. */
static void all_params(int which, const char *pattern, int op, int longest, int mode, struct chars *out)
{
    int i, quoted = mode & IN_QUOTES, split = !quoted || which == '@';
    if (which == '@' && quoted && !params.n)
        out->dropped = 1;
    for (i = 0; i < params.n; i++) {
        if (i && split)
            put(out, 0, BREAK);
        else if (i && separator())
            put(out, separator(), QUOTED);
        const char *text = pattern ? trim(params.at[i], pattern, op, longest) : params.at[i];
        if (!*text && quoted && split)
            put(out, 0, MARK);
        puts_kind(out, text, quoted ? QUOTED : EXPANDED);
    }
}

static void add_value(const char *name, size_t n, const char *value, int mode, struct chars *out)
{
    if (n == 1 && (*name == '@' || *name == '*'))
        all_params(*name, NULL, 0, 0, mode, out);
    else if (value)
        add_output(out, value, mode);
}

/* The value of a parameter, NULL if it is not set; $@ and $* as one text. */
static char *param_value(const char *name, size_t n)
{
    char *buf;
    if (*name == '@' || *name == '*') {
        struct str all = {0};
        int i;
        for (i = 0; i < params.n; i++) {
            if (i)
                str_put(&all, ' ');
            str_adds(&all, params.at[i]);
        }
        return str_take(&all);
    }
    if (isdigit((unsigned char)*name)) {
        int i = atoi(take_string(name, n));
        return !i ? shell_name : i <= params.n ? params.at[i - 1] : NULL;
    }
    if (isalpha((unsigned char)*name) || *name == '_')
        return get_var(take_string(name, n));
    buf = take(32);
    switch (*name) {
    case '?': sprintf(buf, "%d", exit_status); break;
    case '#': sprintf(buf, "%d", params.n); break;
    case '$': sprintf(buf, "%d", (int)shell_pid); break;
    case '!':
        if (!last_background)
            return NULL;
        sprintf(buf, "%d", (int)last_background);
        break;
    case '-': {
        static const struct { int letter; int *flag; } letters[] = {
            {'e', &opt_e}, {'f', &opt_f}, {'i', &opt_i}, {'m', &opt_m}, {'n', &opt_n}, {'s', &opt_s}, {'x', &opt_x},
            {'v', &opt_v}, {'C', &opt_C}, {'a', &opt_a}, {'b', &opt_b}, {'u', &opt_u},
        };
        size_t i, k = 0;
        for (i = 0; i < sizeof letters / sizeof *letters; i++)
            if (*letters[i].flag)
                buf[k++] = letters[i].letter;
        buf[k] = 0;
        break;
    }
    }
    return buf;
}

static char *expand_part(const char **raw, int end, int mode)
{
    struct chars c = {{0}, {0}, 0};
    struct str s = {0};
    size_t i;
    expand(raw, end, mode, &c);
    for (i = 0; i < c.text.n; i++) {
        if (c.kinds.s[i] == BREAK)
            str_put(&s, ' ');
        else if (c.kinds.s[i] != MARK)
            str_put(&s, c.text.s[i]);
    }
    free_chars(&c);
    return str_take(&s);
}

/* Puts a backslash before what is quoted and would mean something in a pattern. */
static char *as_pattern(const char **raw, int end, int mode)
{
    struct chars c = {{0}, {0}, 0};
    struct str s = {0};
    size_t i;
    expand(raw, end, mode, &c);
    for (i = 0; i < c.text.n; i++) {
        if (c.kinds.s[i] == MARK)
            continue;
        if (c.kinds.s[i] == BREAK) {
            str_put(&s, ' ');
            continue;
        }
        if (c.kinds.s[i] == QUOTED && strchr("*?[]\\!-", c.text.s[i]))
            str_put(&s, '\\');
        str_put(&s, c.text.s[i]);
    }
    free_chars(&c);
    return str_take(&s);
}

/* ${x#p} ${x##p} ${x%p} ${x%%p} */
static char *trim(const char *value, const char *pattern, int op, int longest)
{
    size_t n = strlen(value), i;
    char *copy = take_string(value, n);
    for (i = 0; i <= n; i++) {
        size_t cut = longest == (op == '#') ? n - i : i; /* the length of the head */
        if (op == '#') {
            int kept = copy[cut], hit;
            copy[cut] = 0;
            hit = pattern_match(pattern, copy);
            copy[cut] = kept;
            if (hit)
                return copy + cut;
        } else if (pattern_match(pattern, copy + cut)) {
            copy[cut] = 0;
            return copy;
        }
    }
    return copy;
}

static void not_set(const char *name, size_t n, const char *text, int colon)
{
    if (!text)
        text = colon ? "parameter not set or null" : "parameter not set";
    fail("%.*s: %s", (int)n, name, text);
}

/* What stands behind the name in ${name...}, up to the brace. */
static void parameter_operation(const char *name, size_t n, const char **raw, int mode, struct chars *out)
{
    const char *p = *raw;
    int colon = *p == ':', op, longest, list = n == 1 && (*name == '@' || *name == '*'), set;
    char *value = param_value(name, n), *word;
    p += colon;
    op = *p;
    if (op != '}' && (!op || !strchr("-+=?#%", op) || (colon && strchr("#%", op))))
        fail("Bad substitution");
    set = value && !(colon && !*value);
    if (op == '}') {
        *raw = p + 1;
        if (!value && opt_u && !list)
            not_set(name, n, NULL, 0);
        add_value(name, n, value, mode, out);
        return;
    }
    p++;
    switch (op) {
    case '#': case '%':
        longest = *p == op;
        p += longest;
        if (!value) {
            if (opt_u)
                not_set(name, n, NULL, 0);
            p = skip_to(p, '}') + 1;
            break;
        }
        word = as_pattern(&p, '}', TILDE);
        if (list)
            all_params(*name, word, op, longest, mode, out);
        else
            add_output(out, trim(value, word, op, longest), mode);
        break;
    case '-':
    case '+':
        if (set == (op == '+')) {
            expand(&p, '}', mode | TILDE, out);
        } else {
            p = skip_to(p, '}') + 1;
            if (op == '-')
                add_value(name, n, value, mode, out);
        }
        break;
    case '=':
        if (set) {
            p = skip_to(p, '}') + 1;
        } else {
            if (!is_name(name, n))
                fail("%.*s: bad variable name", (int)n, name);
            word = expand_part(&p, '}', (mode & IN_QUOTES) | TILDE);
            set_var(name, n, word, 0);
            value = word;
            list = 0;
        }
        if (list)
            all_params(*name, NULL, 0, 0, mode, out);
        else
            add_output(out, value, mode);
        break;
    case '?':
        if (!set) {
            word = *p == '}' ? NULL : expand_part(&p, '}', (mode & IN_QUOTES) | TILDE);
            not_set(name, n, word, colon);
        }
        p = skip_to(p, '}') + 1;
        add_value(name, n, value, mode, out);
        break;
    }
    *raw = p;
}

static size_t name_length(const char *p)
{
    size_t n = 0;
    if (isalpha((unsigned char)*p) || *p == '_') {
        while (isalnum((unsigned char)p[n]) || p[n] == '_')
            n++;
    } else if (isdigit((unsigned char)*p)) {
        while (isdigit((unsigned char)p[n]))
            n++;
    } else if (*p && strchr("@*#?-$!", *p)) {
        n = 1;
    }
    return n;
}

static void braces(const char **raw, int mode, struct chars *out)
{
    const char *p = *raw;
    size_t n;
    if (*p == '#' && p[1] != '}' && (n = name_length(p + 1)) && p[1 + n] == '}') {
        char text[16], *value = param_value(p + 1, n);
        if (!value && opt_u && p[1] != '@' && p[1] != '*')
            not_set(p + 1, n, NULL, 0);
        sprintf(text, "%d", value ? (int)strlen(value) : 0);
        add_output(out, text, mode);
        *raw = p + n + 2;
        return;
    }
    n = name_length(p);
    if (!n)
        fail("Bad substitution");
    *raw = p + n;
    parameter_operation(p, n, raw, mode, out);
}

static void dollar(const char **raw, int mode, struct chars *out)
{
    const char *p = *raw;
    size_t n;
    if (*p == '(' && p[1] == '(') {
        *raw = p + 2;
        arithmetic_expansion(raw, mode, out);
    } else if (*p == '(') {
        struct node *n = parse_part(p + 1, strlen(p + 1), 1, raw);
        add_output(out, command_output(n), mode);
    } else if (*p == '{') {
        *raw = p + 1;
        braces(raw, mode, out);
    } else if ((n = isdigit((unsigned char)*p) ? 1 : name_length(p))) {
        char *value;
        *raw = p + n;
        value = param_value(p, n);
        if (!value && opt_u && *p != '@' && *p != '*')
            not_set(p, n, NULL, 0);
        add_value(p, n, value, mode, out);
    } else {
        put(out, '$', mode & IN_QUOTES ? QUOTED : PLAIN);
    }
}

/* ---- the walk over a word's text ---- */

/* ~ and ~user at the start of a word, or behind = and : in an assignment. */
static void tilde(const char **raw, int mode, struct chars *out)
{
    const char *p = *raw + 1;
    size_t n = strcspn(p, mode & ASSIGNMENT ? "/:}" : "/}");
    const char *home = NULL;
    if (strcspn(p, "'\"\\$`") < n)
        home = NULL;
    else if (!n)
        home = get_var("HOME");
    else {
        struct passwd *pw = getpwnam(take_string(p, n));
        home = pw ? pw->pw_dir : NULL;
    }
    if (!home) {
        put(out, '~', PLAIN);
        *raw = p;
        return;
    }
    puts_kind(out, home, QUOTED);
    *raw = p + n;
}

static void double_quotes(const char **raw, struct chars *out)
{
    size_t before = out->text.n;
    int dropped = out->dropped;
    out->dropped = 0;
    expand(raw, '"', IN_QUOTES, out);
    if (out->text.n == before && !out->dropped)
        put(out, 0, MARK);
    out->dropped |= dropped;
}

/* Up to the end character (0: of the text), which is passed. */
static void expand(const char **raw, int end, int mode, struct chars *out)
{
    const char *p = *raw;
    int quoted = mode & IN_QUOTES, start = mode & TILDE;
    while (*p) {
        int c = (unsigned char)*p;
        if (c == '~' && start && !quoted) {
            tilde(&p, mode, out);
            start = 0;
            continue;
        }
        start = 0;
        p++;
        if (end && c == end) {
            *raw = p;
            return;
        }
        if (c == '\\' && quoted) {
            /* In ${...} within quotes the brace that ends it can be quoted too. */
            if (*p && (strchr("$`\\", *p) || (*p == '"' && (!(mode & BODY) || mode & ARITHMETIC)) || (*p == '}' && end == '}')))
                put(out, *p++, QUOTED);
            else
                put(out, c, QUOTED);
        } else if (c == '\\') {
            if (*p)
                put(out, *p++, QUOTED);
            else
                put(out, c, QUOTED);
        } else if (c == '\'' && !quoted) {
            if (*p == '\'')
                put(out, 0, MARK);
            while (*p && *p != '\'')
                put(out, *p++, QUOTED);
            p += *p != 0;
        } else if (c == '"' && !(mode & BODY) && !quoted) {
            double_quotes(&p, out);
        } else if (c == '"' && quoted && end == '}' && !(mode & BODY)) {
            expand(&p, '"', IN_QUOTES, out); /* "${x:-"a b"}": the inner quotes make no difference */
        } else if (c == '`') {
            backquotes(&p, mode, out);
        } else if (c == '$') {
            dollar(&p, mode, out);
        } else {
            put(out, c, quoted ? QUOTED : end == '}' ? EXPANDED : PLAIN);
            start = mode & ASSIGNMENT && c == ':';
        }
    }
    *raw = p;
}

/* ---- fields ---- */

void args_add(struct args *a, char *s)
{
    if (a->n + 1 >= a->cap) {
        char **bigger = take((a->cap = a->cap ? 2 * a->cap : 16) * sizeof *bigger);
        if (a->n)
            memcpy(bigger, a->at, a->n * sizeof *bigger);
        a->at = bigger;
    }
    a->at[a->n++] = s;
    a->at[a->n] = NULL;
}

/* One field, as a pattern: what is quoted gets a backslash. */
static void end_field(struct str *field, int matches, struct args *out)
{
    char *s = str_take(field), *p, *q;
    if (matches) {
        glob(s, out);
        return;
    }
    for (p = q = s; *p; *q++ = *p++)
        if (*p == '\\' && p[1])
            p++;
    *q = 0;
    args_add(out, s);
}

static void split(const struct chars *c, struct args *out)
{
    const char *ifs = get_var("IFS");
    struct str field = {0};
    int have = 0, matches = 0, after_space = 0;
    size_t i;
    if (!ifs)
        ifs = " \t\n";
    for (i = 0; i <= c->text.n; i++) {
        int kind = i < c->text.n ? c->kinds.s[i] : BREAK, ch = i < c->text.n ? (unsigned char)c->text.s[i] : 0;
        int ends = kind == BREAK, space = 0;
        if (kind == EXPANDED && ch && strchr(ifs, ch)) {
            ends = 1;
            space = isspace(ch);
        }
        if (!ends) {
            have = 1;
            after_space = 0;
            if (kind == MARK)
                continue;
            if (strchr("*?[", ch) && kind != QUOTED)
                matches = 1;
            if (ch == '\\' || (kind == QUOTED && strchr("*?[]!-", ch)))
                str_put(&field, '\\');
            str_put(&field, ch);
            continue;
        }
        /* A delimiter that is no blank makes a field, even an empty one, unless blanks have just ended it. */
        if (have || (kind == EXPANDED && !space && !after_space))
            end_field(&field, matches, out);
        after_space = kind == EXPANDED && space && (have || after_space);
        have = matches = 0;
    }
    free(field.s);
}

void expand_words(struct word *w, struct args *out)
{
    for (; w; w = w->next) {
        struct chars c = {{0}, {0}, 0};
        const char *p = w->text;
        /* Most words have nothing in them. */
        if (!strpbrk(p, "$`\"'\\*?[~")) {
            args_add(out, w->text);
            continue;
        }
        expand(&p, 0, TILDE, &c);
        split(&c, out);
        free_chars(&c);
    }
}

char *expand_text(const char *raw)
{
    return expand_part(&raw, 0, TILDE);
}

char *expand_assign(const char *raw)
{
    return expand_part(&raw, 0, TILDE | ASSIGNMENT);
}

char *expand_pattern(const char *raw)
{
    return as_pattern(&raw, 0, TILDE);
}

char *expand_body(const char *raw)
{
    return expand_part(&raw, 0, IN_QUOTES | BODY);
}

char *expand_prompt(const char *raw)
{
    return expand_part(&raw, 0, IN_QUOTES | BODY);
}
