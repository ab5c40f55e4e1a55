/* grep - prints lines that match a pattern. grep(1): -E -F -G -i -v -w -x -c -l -L -o -n -H -h -q -s -r -e -f -m -A -B -C */
#include <dirent.h>
#include <sys/stat.h>
#include <bits/regex.h>
#include "util.h"

static struct regex *re;
static int invert, count_only, list, only_matching, numbers, names = -1, quiet, no_messages, recursive;
static long max_count = -1, after, before;
static int any, failed;
static char **patterns;
static int npatterns;

struct line {
    char *text;
    size_t cap;
    long len, number;
};

static void add_patterns(char *text)
{
    char *next;
    do {
        next = strchr(text, '\n');
        if (next)
            *next++ = 0;
        patterns = xrealloc(patterns, (npatterns + 1) * sizeof *patterns);
        patterns[npatterns++] = text;
    } while ((text = next));
}

static void read_patterns(const char *name)
{
    FILE *f = strcmp(name, "-") ? fopen(name, "r") : stdin;
    char *line = NULL;
    size_t cap = 0;
    long n;
    if (!f)
        die_errno(2, "%s", name);
    while ((n = read_line(f, &line, &cap)) > 0) {
        if (line[n - 1] == '\n')
            line[n - 1] = 0;
        add_patterns(xstrdup(line));
    }
    free(line);
    close_input(f);
}

static void prefix(const char *name, long number, int separator)
{
    if (names > 0)
        printf("%s%c", name, separator);
    if (numbers)
        printf("%ld%c", number, separator);
}

static void print_line(const char *name, struct line *l, int separator)
{
    prefix(name, l->number, separator);
    fwrite(l->text, 1, l->len, stdout);
    putchar('\n');
}

static void print_matches(const char *name, struct line *l)
{
    long m[4], at = 0;
    while (at <= l->len && __regex_search(re, l->text, l->len, at, m, 1, 0)) {
        if (m[1] > m[0]) {
            prefix(name, l->number, ':');
            fwrite(l->text + m[0], 1, m[1] - m[0], stdout);
            putchar('\n');
            at = m[1];
        } else {
            at = m[1] + 1;
        }
    }
}

/* The lines before a match that were not printed yet; ring[i % (before + 1)] holds line i. */
static void print_before(const char *name, struct line *ring, long number, long printed)
{
    long i = number - before;
    for (i = i > printed ? i : printed + 1; i < number; i++)
        print_line(name, &ring[i % (before + 1)], '-');
}

static int is_binary(const struct line *l)
{
    return memchr(l->text, 0, l->len) != NULL;
}

/* What one matching line prints; 0 when nothing more is to be read. */
static int matched(const char *name, struct line *l, struct line *ring, long *printed, int *binary)
{
    any = 1;
    if (quiet)
        exit(0);
    if (list || count_only)
        return !list;
    *binary |= is_binary(l);
    if (*binary) {
        printf("%s: %s: binary file matches\n", progname, name);
        return 0;
    }
    if ((after || before) && *printed && l->number - before > *printed + 1 && !only_matching)
        puts("--");
    if (before && !only_matching)
        print_before(name, ring, l->number, *printed);
    if (!only_matching)
        print_line(name, l, ':');
    else if (!invert)
        print_matches(name, l);
    *printed = l->number;
    return 1;
}

static void search(FILE *f, const char *name)
{
    struct line plain = {NULL, 0, 0, 0}, *ring = NULL, *l;
    long m[4], number = 0, hits = 0, printed = 0, left = 0;
    int binary = 0, more = max_count != 0;
    if (before)
        ring = memset(xmalloc((before + 1) * sizeof *ring), 0, (before + 1) * sizeof *ring);
    while (more || left) {
        l = ring ? &ring[(number + 1) % (before + 1)] : &plain;
        l->len = read_line(f, &l->text, &l->cap);
        if (l->len < 0)
            break;
        l->number = ++number;
        if (l->len && l->text[l->len - 1] == '\n')
            l->len--;
        if (more && __regex_search(re, l->text, l->len, 0, m, 1, 0) != invert) {
            hits++;
            more = matched(name, l, ring, &printed, &binary);
            left = after;
            if (!more)
                break;
            more = hits != max_count;
        } else if (left && !list && !count_only) {
            left--;
            if (!only_matching)
                print_line(name, l, '-');
            printed = number;
        }
    }
    if (ferror(f)) {
        if (!no_messages)
            complain_errno("%s", name);
        failed = 1;
    }
    if (count_only) {
        if (names > 0)
            printf("%s:", name);
        printf("%ld\n", hits);
    }
    if (list && (hits > 0) == (list == 'l'))
        puts(name);
    if (list == 'L')
        any = any || !hits;
    for (hits = 0; ring && hits <= before; hits++)
        free(ring[hits].text);
    free(ring);
    free(plain.text);
}

static void search_path(const char *name, int top)
{
    struct stat st;
    FILE *f;
    DIR *d;
    struct dirent *e;
    if (!strcmp(name, "-")) {
        search(stdin, "(standard input)");
        return;
    }
    if (recursive && !(top ? stat : lstat)(name, &st) && S_ISDIR(st.st_mode) && (d = opendir(name))) {
        while ((e = readdir(d))) {
            if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
                continue;
            char *path = xmalloc(strlen(name) + strlen(e->d_name) + 2);
            sprintf(path, "%s%s%s", name, name[strlen(name) - 1] == '/' ? "" : "/", e->d_name);
            search_path(top == 2 ? e->d_name : path, 0);
            free(path);
        }
        closedir(d);
        return;
    }
    if (recursive && !top && (lstat(name, &st) < 0 || !S_ISREG(st.st_mode)))
        return;
    f = fopen(name, "r");
    if (f && !fstat(fileno(f), &st) && S_ISDIR(st.st_mode)) {
        fclose(f);
        if (!no_messages)
            complain("%s: Is a directory", name);
        failed = 1;
        if (!list && !count_only)
            return;
        if (count_only)
            printf(names > 0 ? "%s:0\n" : "0\n", name);
        return;
    }
    if (!f) {
        if (!no_messages)
            complain_errno("%s", name);
        failed = 1;
        return;
    }
    search(f, name);
    fclose(f);
}

static long context(const char *s)
{
    long long n = parse_count(s);
    if (n < 0 || n > 1000000)
        die(2, "%s: invalid context length argument", s);
    return n;
}

int main(int argc, char **argv)
{
    int c, i, flags = 0;
    const char *error;
    trouble = 2;
    usage_line = "[OPTION]... PATTERNS [FILE]...";
    while ((c = nextopt(argc, argv, "EFGivwxclLonHhqsrRae:f:m:A:B:C:",
                        "extended-regexp=E fixed-strings=F basic-regexp=G ignore-case=i invert-match=v word-regexp=w line-regexp=x "
                        "count=c files-with-matches=l files-without-match=L only-matching=o line-number=n with-filename=H "
                        "no-filename=h quiet=q silent=q no-messages=s recursive=r regexp=e file=f max-count=m after-context=A "
                        "before-context=B context=C text=a",
                        "[OPTION]... PATTERNS [FILE]...\nSearch for PATTERNS in each FILE.\n"))) {
        switch (c) {
        case 'E': flags = (flags & ~REGEX_FIXED) | REGEX_EXTENDED; break;
        case 'F': flags |= REGEX_FIXED; break;
        case 'G': flags &= ~(REGEX_FIXED | REGEX_EXTENDED); break;
        case 'i': flags |= REGEX_IGNORE_CASE; break;
        case 'v': invert = 1; break;
        case 'w': flags |= REGEX_WORD; break;
        case 'x': flags |= REGEX_LINE; break;
        case 'c': count_only = 1; break;
        case 'l': case 'L': list = c; break;
        case 'o': only_matching = 1; break;
        case 'n': numbers = 1; break;
        case 'H': names = 1; break;
        case 'h': names = 0; break;
        case 'q': quiet = 1; break;
        case 's': no_messages = 1; break;
        case 'r': case 'R': recursive = 1; break;
        case 'e': add_patterns(optval); break;
        case 'f': read_patterns(optval); if (!patterns) patterns = xmalloc(sizeof *patterns); break;
        case 'm':
            max_count = parse_count(optval);
            if (max_count < 0)
                die(2, "invalid max count");
            break;
        case 'A': after = context(optval); break;
        case 'B': before = context(optval); break;
        case 'C': before = after = context(optval); break;
        }
    }
    if (!patterns) {
        if (!noperands)
            try_help();
        add_patterns(*operands++);
        noperands--;
    }
    re = __regex_compile(patterns, npatterns, flags, &error);
    if (error)
        die(2, "%s", error);
    if (names < 0)
        names = noperands > 1 || recursive;
    for (i = 0; i < noperands; i++)
        search_path(operands[i], 1);
    if (!noperands)
        search_path(recursive ? "." : "-", 2);
    finish();
    return failed && !(quiet && any) ? 2 : !any;
}
