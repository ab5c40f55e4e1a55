/* condition.c - the expressions of test(1). With up to four arguments their number decides, as POSIX wants; beyond, precedence. */
#include <setjmp.h>
#include <sys/stat.h>
#include <ctype.h>
#include "condition.h"
#include "util.h"

static char **args;
static int count, pos;
static void (*tell)(int kind, const char *arg);
static jmp_buf mistake;

static int parse_or(void);

static void fail(int kind, const char *arg)
{
    tell(kind, arg);
    longjmp(mistake, 1);
}

int is_binary_operator(const char *s)
{
    static const char *const ops[] = {"=", "==", "!=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef", "<", ">"};
    unsigned i;
    for (i = 0; i < sizeof ops / sizeof *ops; i++)
        if (!strcmp(s, ops[i]))
            return 1;
    return 0;
}

int is_unary_operator(const char *s)
{
    return s[0] == '-' && s[1] && !s[2] && strchr("bcdefghknoprstuwxzGLOSN", s[1]);
}

static long long integer(const char *s)
{
    char *end;
    const char *p = s;
    long long v;
    while (isspace((unsigned char)*p))
        p++;
    v = strtoll(p, &end, 10);
    while (isspace((unsigned char)*end))
        end++;
    if (end == p || *end)
        fail(COND_INTEGER, s);
    return v;
}

static int newer(const struct stat *a, const struct stat *b)
{
    if (a->st_mtim.tv_sec != b->st_mtim.tv_sec)
        return a->st_mtim.tv_sec > b->st_mtim.tv_sec;
    return a->st_mtim.tv_nsec > b->st_mtim.tv_nsec;
}

static int compare(const char *l, const char *op, const char *r)
{
    struct stat a, b;
    int have_a, have_b;
    if (op[0] == '=')
        return !strcmp(l, r);
    if (op[0] == '!')
        return strcmp(l, r) != 0;
    if (op[0] == '<')
        return strcmp(l, r) < 0;
    if (op[0] == '>')
        return strcmp(l, r) > 0;
    if (!strcmp(op, "-nt") || !strcmp(op, "-ot") || !strcmp(op, "-ef")) {
        have_a = !stat(l, &a);
        have_b = !stat(r, &b);
        if (op[1] == 'e')
            return have_a && have_b && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
        if (op[1] == 'n')
            return have_a && (!have_b || newer(&a, &b));
        return have_b && (!have_a || newer(&b, &a));
    }
    long long x = integer(l), y = integer(r);
    if (op[1] == 'e') return x == y;
    if (op[1] == 'n') return x != y;
    if (op[1] == 'l') return op[2] == 't' ? x < y : x <= y;
    return op[2] == 't' ? x > y : x >= y;
}

static int unary(int op, const char *s)
{
    struct stat st;
    switch (op) {
    case 'n': return *s != 0;
    case 'z': return !*s;
    case 't': return isatty((int)integer(s));
    case 'r': return !access(s, R_OK);
    case 'w': return !access(s, W_OK);
    case 'x': return !access(s, X_OK);
    case 'h': case 'L': return !lstat(s, &st) && S_ISLNK(st.st_mode);
    case 'o': return 0;
    }
    if (stat(s, &st) < 0)
        return 0;
    switch (op) {
    case 'b': return S_ISBLK(st.st_mode);
    case 'c': return S_ISCHR(st.st_mode);
    case 'd': return S_ISDIR(st.st_mode);
    case 'f': return S_ISREG(st.st_mode);
    case 'g': return (st.st_mode & S_ISGID) != 0;
    case 'k': return (st.st_mode & S_ISVTX) != 0;
    case 'p': return S_ISFIFO(st.st_mode);
    case 's': return st.st_size > 0;
    case 'u': return (st.st_mode & S_ISUID) != 0;
    case 'G': return st.st_gid == getegid();
    case 'O': return st.st_uid == geteuid();
    case 'S': return S_ISSOCK(st.st_mode);
    }
    return 1; /* -e */
}

static char *take(void)
{
    if (pos >= count)
        fail(COND_MISSING_AFTER, args[count - 1]);
    return args[pos++];
}

static int parse_primary(void)
{
    int r;
    if (pos >= count)
        take();
    if (!strcmp(args[pos], "!")) {
        pos++;
        return !parse_primary();
    }
    if (pos + 2 < count && is_binary_operator(args[pos + 1])) {
        pos += 3;
        return compare(args[pos - 3], args[pos - 2], args[pos - 1]);
    }
    if (!strcmp(args[pos], "(")) {
        pos++;
        r = parse_or();
        if (pos >= count || strcmp(args[pos], ")"))
            fail(COND_PAREN, pos < count ? args[pos] : NULL);
        pos++;
        return r;
    }
    if (is_unary_operator(args[pos]) && pos + 1 < count) {
        pos += 2;
        return unary(args[pos - 2][1], args[pos - 1]);
    }
    if (is_unary_operator(args[pos]) && count > 1)
        fail(COND_MISSING_AFTER, args[pos]);
    return *take() != 0;
}

static int parse_and(void)
{
    int r = parse_primary();
    while (pos < count && !strcmp(args[pos], "-a")) {
        pos++;
        r &= parse_primary();
    }
    return r;
}

static int parse_or(void)
{
    int r = parse_and();
    while (pos < count && !strcmp(args[pos], "-o")) {
        pos++;
        r |= parse_and();
    }
    return r;
}

static int two(char **a)
{
    if (!strcmp(a[0], "!"))
        return !*a[1];
    if (is_unary_operator(a[0]))
        return unary(a[0][1], a[1]);
    if (a[0][0] == '-' && a[0][1] && !a[0][2])
        fail(COND_UNARY_EXPECTED, a[0]);
    fail(COND_MISSING_AFTER, a[1]);
    return 0;
}

static int three(char **a)
{
    if (is_binary_operator(a[1]))
        return compare(a[0], a[1], a[2]);
    if (!strcmp(a[0], "!"))
        return !two(a + 1);
    if (!strcmp(a[0], "(") && !strcmp(a[2], ")"))
        return *a[1] != 0;
    if (!strcmp(a[1], "-a"))
        return *a[0] && *a[2];
    if (!strcmp(a[1], "-o"))
        return *a[0] || *a[2];
    fail(COND_BINARY_EXPECTED, a[1]);
    return 0;
}

static int evaluate(void)
{
    int r;
    switch (count) {
    case 0: return 0;
    case 1: return *args[0] != 0;
    case 2: return two(args);
    case 3: return three(args);
    case 4:
        if (!strcmp(args[0], "!"))
            return !three(args + 1);
        if (!strcmp(args[0], "(") && !strcmp(args[3], ")"))
            return two(args + 1);
    }
    r = parse_or();
    if (pos < count)
        fail(COND_EXTRA, args[pos]);
    return r;
}

int condition(int argc, char **argv, void (*report)(int kind, const char *arg))
{
    args = argv;
    count = argc;
    pos = 0;
    tell = report;
    if (setjmp(mistake))
        return 2;
    return !evaluate();
}

int condition_unary(int op, const char *s, void (*report)(int kind, const char *arg))
{
    tell = report;
    return setjmp(mistake) ? 0 : unary(op, s);
}

int condition_binary(const char *left, const char *op, const char *right, void (*report)(int kind, const char *arg))
{
    tell = report;
    return setjmp(mistake) ? 0 : compare(left, op, right);
}
