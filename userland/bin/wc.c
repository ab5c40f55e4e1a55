/* wc - counts lines, words and bytes. wc(1): -c -l -L -m -w, with GNU's column widths */
#include <ctype.h>
#include <fcntl.h>
#include <sys/stat.h>
#include "util.h"

struct counts { unsigned long lines, words, chars, bytes, longest; };

static int show_lines, show_words, show_chars, show_bytes, show_longest, width = 1;
static char buffer[65536];

static void print(const struct counts *n, const char *name)
{
    const char *gap = "";
    if (show_lines) { printf("%s%*lu", gap, width, n->lines); gap = " "; }
    if (show_words) { printf("%s%*lu", gap, width, n->words); gap = " "; }
    if (show_chars) { printf("%s%*lu", gap, width, n->chars); gap = " "; }
    if (show_bytes) { printf("%s%*lu", gap, width, n->bytes); gap = " "; }
    if (show_longest) printf("%s%*lu", gap, width, n->longest);
    if (name)
        printf(" %s", quote(name));
    putchar('\n');
}

static void count(int fd, const char *name, struct counts *r)
{
    unsigned long column = 0;
    int in_word = 0;
    ssize_t n, i;
    memset(r, 0, sizeof *r);
    while ((n = read(fd, buffer, sizeof buffer)) > 0) {
        r->bytes += n;
        r->chars += n;
        if (!show_words && !show_longest) {
            /* Most uses count lines only: let memchr find them. */
            const char *p = buffer, *end = buffer + n;
            while (show_lines && (p = memchr(p, '\n', end - p))) {
                p++;
                r->lines++;
            }
            continue;
        }
        for (i = 0; i < n; i++) {
            int c = (unsigned char)buffer[i];
            if (c == '\n' || c == '\r' || c == '\f') {
                r->lines += c == '\n';
                if (column > r->longest)
                    r->longest = column;
                column = 0;
            } else if (c == '\t') {
                column += 8 - column % 8;
            } else if (c >= 32 && c < 127) {
                column++;
            }
            if (isspace(c)) {
                in_word = 0;
            } else if (c > 32 && c < 127) {
                r->words += !in_word;
                in_word = 1;
            }
        }
    }
    if (column > r->longest)
        r->longest = column;
    if (n < 0)
        complain_errno("%s", quote(name));
}

/* As wide as the sum of the sizes; 7 when a size is not known before. One count of one file stands alone. */
static void find_width(char **files, int n)
{
    unsigned long total = 0;
    int i, minimum = 1;
    struct stat st;
    if (n == 1 && show_lines + show_words + show_chars + show_bytes + show_longest == 1)
        return;
    for (i = 0; i < n; i++) {
        if ((strcmp(files[i], "-") ? stat(files[i], &st) : fstat(0, &st)) < 0)
            continue;
        if (S_ISREG(st.st_mode))
            total += st.st_size;
        else
            minimum = 7;
    }
    for (; total >= 10; total /= 10)
        width++;
    if (width < minimum)
        width = minimum;
}

int main(int argc, char **argv)
{
    static char *standard_input[] = {"-"};
    struct counts total = {0}, one;
    int c, i, fd, named;
    while ((c = nextopt(argc, argv, "clLmw", "bytes=c lines=l max-line-length=L chars=m words=w",
                        "[OPTION]... [FILE]...\nPrint newline, word, and byte counts for each FILE.\n"))) {
        switch (c) {
        case 'c': show_bytes = 1; break;
        case 'l': show_lines = 1; break;
        case 'L': show_longest = 1; break;
        case 'm': show_chars = 1; break;
        case 'w': show_words = 1; break;
        }
    }
    if (!(show_bytes | show_lines | show_longest | show_chars | show_words))
        show_lines = show_words = show_bytes = 1;
    named = noperands;
    if (!named) {
        operands = standard_input;
        noperands = 1;
    }
    find_width(operands, noperands);
    for (i = 0; i < noperands; i++) {
        char *name = operands[i];
        fd = strcmp(name, "-") ? open(name, O_RDONLY) : 0;
        if (fd < 0) {
            complain_errno("%s", quote(name));
            continue;
        }
        count(fd, name, &one);
        print(&one, named ? name : NULL);
        total.lines += one.lines;
        total.words += one.words;
        total.chars += one.chars;
        total.bytes += one.bytes;
        if (one.longest > total.longest)
            total.longest = one.longest;
        if (fd)
            close(fd);
    }
    if (noperands > 1)
        print(&total, "total");
    return finish();
}
