/* head - prints the first lines or bytes of files. head(1): -n [-]N, -c [-]N, -q, -v, -N */
#include <ctype.h>
#include <fcntl.h>
#include "util.h"

static char buffer[8192];

static void put(const char *p, size_t n)
{
    fwrite(p, 1, n, stdout);
}

/* The first count lines or bytes; what was read too much goes back where that is possible. */
static int first(int fd, long long count, int bytes)
{
    while (count > 0) {
        ssize_t n = read(fd, buffer, sizeof buffer), used = 0;
        if (n <= 0)
            return n;
        if (bytes) {
            used = n < count ? n : count;
            count -= used;
        } else {
            while (used < n && count > 0)
                if (buffer[used++] == '\n')
                    count--;
        }
        put(buffer, used);
        if (used < n)
            lseek(fd, used - n, SEEK_CUR);
    }
    return 0;
}

/* All but the last count lines or bytes. */
static int all_but(int fd, long long count, int bytes)
{
    char *all = NULL;
    size_t have = 0, cap = 0, end;
    ssize_t n;
    do {
        if (have == cap)
            all = xrealloc(all, cap = cap ? cap * 2 : 8192);
        n = read(fd, all + have, cap - have);
        if (n > 0)
            have += n;
    } while (n > 0);
    end = have;
    if (bytes) {
        end = have > (size_t)count ? have - count : 0;
    } else if (count > 0) {
        if (end && all[end - 1] != '\n')
            count--;
        while (end && count >= 0) {
            if (all[end - 1] == '\n' && count-- == 0)
                break;
            end--;
        }
    }
    put(all, end);
    free(all);
    return n;
}

int main(int argc, char **argv)
{
    static char *standard_input[] = {"-"};
    static char old_style[32];
    long long count = 10;
    int c, i, bytes = 0, but = 0, headers = -1, shown = 0;
    /* head -5 is head -n5. */
    if (argc > 1 && argv[1][0] == '-' && isdigit((unsigned char)argv[1][1]) && strlen(argv[1]) < 24) {
        sprintf(old_style, "-n%s", argv[1] + 1);
        argv[1] = old_style;
    }
    while ((c = nextopt(argc, argv, "c:n:qv", "bytes=c lines=n quiet=q silent=q verbose=v",
                        "[OPTION]... [FILE]...\nPrint the first 10 lines of each FILE to standard output.\n"))) {
        if (c == 'q' || c == 'v') {
            headers = c == 'v';
            continue;
        }
        bytes = c == 'c';
        but = *optval == '-';
        count = parse_count(optval + but);
        if (count < 0)
            die(1, "invalid number of %s: '%s'", bytes ? "bytes" : "lines", optval + but);
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
        if ((but ? all_but : first)(fd, count, bytes) < 0)
            complain_errno("error reading %s", quote_always(input ? "standard input" : name));
        if (fd)
            close(fd);
    }
    return finish();
}
