/* sh_pattern.c - the shell's patterns: * ? [...] and \ for a character that stands for itself; and file names that match. */
#include <ctype.h>
#include <dirent.h>
#include <sys/stat.h>
#include "sh_core.h"
#include "util.h"

static int class_has(const char *name, size_t n, int c)
{
    if (n == 5 && !strncmp(name, "alpha", 5)) return isalpha(c);
    if (n == 5 && !strncmp(name, "digit", 5)) return isdigit(c);
    if (n == 5 && !strncmp(name, "alnum", 5)) return isalnum(c);
    if (n == 5 && !strncmp(name, "upper", 5)) return isupper(c);
    if (n == 5 && !strncmp(name, "lower", 5)) return islower(c);
    if (n == 5 && !strncmp(name, "space", 5)) return isspace(c);
    if (n == 5 && !strncmp(name, "blank", 5)) return c == ' ' || c == '\t';
    if (n == 5 && !strncmp(name, "punct", 5)) return ispunct(c);
    if (n == 5 && !strncmp(name, "print", 5)) return isprint(c);
    if (n == 5 && !strncmp(name, "graph", 5)) return isgraph(c);
    if (n == 5 && !strncmp(name, "cntrl", 5)) return iscntrl(c);
    return n == 6 && !strncmp(name, "xdigit", 6) && isxdigit(c);
}

/* [...] at p matches c? Returns what is behind it, or NULL if it is no bracket expression. */
static const char *match_bracket(const char *p, int c, int *hit)
{
    int negate = 0, found = 0, first = 1;
    p++;
    if (*p == '!' || *p == '^') {
        negate = 1;
        p++;
    }
    for (; *p != ']' || first; first = 0) {
        int lo, hi;
        if (!*p)
            return NULL;
        if (*p == '[' && p[1] == ':') {
            const char *end = strstr(p + 2, ":]");
            if (end) {
                found |= class_has(p + 2, end - p - 2, c) != 0;
                p = end + 2;
                continue;
            }
        }
        if (*p == '\\' && p[1])
            p++;
        lo = hi = (unsigned char)*p++;
        if (*p == '-' && p[1] && p[1] != ']') {
            p++;
            if (*p == '\\' && p[1])
                p++;
            hi = (unsigned char)*p++;
        }
        found |= c >= lo && c <= hi;
    }
    *hit = found != negate;
    return p + 1;
}

/* One * at a time has to be tried again: a later one makes the earlier ones' choice final. */
int pattern_match(const char *p, const char *s)
{
    const char *star = NULL, *retry = NULL;
    for (;;) {
        const char *next = p + 1;
        int hit = 0;
        if (*p == '*') {
            star = ++p;
            retry = s;
            continue;
        }
        if (!*s) {
            if (!*p)
                return 1;
        } else if (*p == '?') {
            hit = 1;
        } else if (*p == '[' && (next = match_bracket(p, (unsigned char)*s, &hit))) {
            ;
        } else if (*p) {
            next = p + 1;
            if (*p == '\\' && p[1])
                p++, next = p + 1;
            hit = *p == *s;
        }
        if (hit) {
            p = next;
            s++;
            continue;
        }
        if (!star || !*retry)
            return 0;
        p = star;
        s = ++retry;
    }
}

int has_pattern(const char *p)
{
    for (; *p; p++) {
        if (*p == '\\' && p[1])
            p++;
        else if (*p == '*' || *p == '?' || (*p == '[' && strchr(p, ']')))
            return 1;
    }
    return 0;
}

static char *without_backslashes(const char *p, size_t n)
{
    char *out = take(n + 1), *q = out;
    const char *end = p + n;
    while (p < end) {
        if (*p == '\\' && p + 1 < end)
            p++;
        *q++ = *p++;
    }
    *q = 0;
    return out;
}

/* Adds what matches `pattern` below the directory that `base` names (with its slash). */
static void glob_below(const char *base, const char *pattern, struct args *out)
{
    size_t n = strcspn(pattern, "/"), slashes = strspn(pattern + n, "/"), len = strlen(base);
    const char *rest = pattern + n + slashes;
    char *component = take_string(pattern, n), *path;
    struct dirent *e;
    struct stat st;
    DIR *d;
    if (!has_pattern(component)) {
        component = without_backslashes(pattern, n);
        path = take(len + strlen(component) + slashes + 1);
        sprintf(path, "%s%s%.*s", base, component, (int)slashes, pattern + n);
        if (*rest)
            glob_below(path, rest, out);
        else if (!lstat(path, &st))
            args_add(out, path);
        return;
    }
    d = opendir(len ? base : ".");
    if (!d)
        return;
    while ((e = readdir(d))) {
        if (e->d_name[0] == '.' && component[0] != '.' && strncmp(component, "\\.", 2))
            continue;
        if (!pattern_match(component, e->d_name))
            continue;
        path = take(len + strlen(e->d_name) + slashes + 1);
        sprintf(path, "%s%s%.*s", base, e->d_name, (int)slashes, pattern + n);
        if (slashes && (stat(path, &st) < 0 || !S_ISDIR(st.st_mode)))
            continue;
        if (*rest)
            glob_below(path, rest, out);
        else
            args_add(out, path);
    }
    closedir(d);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void glob(const char *pattern, struct args *out)
{
    int before = out->n;
    size_t root = strspn(pattern, "/");
    if (!opt_f && has_pattern(pattern))
        glob_below(take_string(pattern, root), pattern + root, out);
    if (out->n == before)
        args_add(out, without_backslashes(pattern, strlen(pattern)));
    else
        qsort(out->at + before, out->n - before, sizeof *out->at, compare);
}
