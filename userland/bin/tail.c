/* tail - prints the last lines or bytes of files. tail(1): -n [+]N, -c [+]N, -q, -v, -N */
#include <ctype.h>
#include <fcntl.h>
#include "util.h"

/* Everything from line or byte number count on. */
static int from_start(int fd, long long count, int bytes)
{
    static char buffer[8192];
    ssize_t n, at;
    if (count > 0)
        count--;
    while ((n = read(fd, buffer, sizeof buffer)) > 0) {
        for (at = 0; at < n && count > 0; at++)
            if (bytes || buffer[at] == '\n')
                count--;
        fwrite(buffer + at, 1, n - at, stdout);
    }
    return n;
}

static int last(int fd, long long count, int bytes)
{
    char *all = NULL;
    size_t have = 0, cap = 0, start;
    ssize_t n;
    do {
        if (have == cap)
            all = xrealloc(all, cap = cap ? cap * 2 : 8192);
        n = read(fd, all + have, cap - have);
        if (n > 0)
            have += n;
    } while (n > 0);
    start = have;
    if (bytes) {
        start = have > (size_t)count ? have - count : 0;
    } else if (count > 0 && have) {
        start--; /* the last line's newline ends it, it starts no other */
        while (start && (all[start - 1] != '\n' || --count > 0))
            start--;
    }
    fwrite(all + start, 1, have - start, stdout);
    free(all);
    return n;
}

int main(int argc, char **argv)
{
    static char *standard_input[] = {"-"};
    static char old_style[32];
    long long count = 10;
    int c, i, bytes = 0, from = 0, headers = -1, shown = 0;
    /* tail -5 is tail -n5. */
    if (argc > 1 && argv[1][0] == '-' && isdigit((unsigned char)argv[1][1]) && strlen(argv[1]) < 24) {
        sprintf(old_style, "-n%s", argv[1] + 1);
        argv[1] = old_style;
    }
    while ((c = nextopt(argc, argv, "c:n:qv", "bytes=c lines=n quiet=q silent=q verbose=v",
                        "[OPTION]... [FILE]...\nPrint the last 10 lines of each FILE to standard output.\n"))) {
        if (c == 'q' || c == 'v') {
            headers = c == 'v';
            continue;
        }
        bytes = c == 'c';
        from = *optval == '+';
        if (*optval == '-' || from)
            optval++;
        count = parse_count(optval);
        if (count < 0)
            die(1, "invalid number of %s: '%s'", bytes ? "bytes" : "lines", optval);
    }
    if (!noperands) {
        operands = standard_input;
        noperands = 1;
    }
    if (headers < 0)
        headers = noperands > 1;
    for (i = 0; i < noperands; i++) {
        char *name = operands[i];
        int input = !strcmp(name, "-"), fd = input ? 0 : open(name, O_RDONLY);
        if (fd < 0) {
            complain_errno("cannot open %s for reading", quote_always(name));
            continue;
        }
        if (headers)
            printf("%s==> %s <==\n", shown++ ? "\n" : "", input ? "standard input" : name);
        if ((from ? from_start : last)(fd, count, bytes) < 0)
            complain_errno("error reading %s", quote_always(input ? "standard input" : name));
        if (fd)
            close(fd);
    }
    return finish();
}
