/* cat - copies files to standard output. cat(1): -A -b -e -E -n -s -t -T -u -v */
#include <fcntl.h>
#include <sys/stat.h>
#include "util.h"

static int number, number_nonblank, squeeze, ends, tabs, nonprinting;
static char buffer[131072];

static void copy_plain(int fd, const char *name)
{
    ssize_t n;
    while ((n = read(fd, buffer, sizeof buffer)) > 0)
        if (write_all(1, buffer, n) < 0)
            die_errno(1, "write error");
    if (n < 0)
        complain_errno("%s", quote(name));
}

static void show(int c)
{
    if (c == '\t' && !tabs) {
        putchar(c);
    } else if (c == '\t') {
        fputs("^I", stdout);
    } else if (nonprinting) {
        if (c >= 128) {
            fputs("M-", stdout);
            c -= 128;
        }
        if (c < 32) {
            putchar('^');
            putchar(c + 64);
        } else if (c == 127) {
            fputs("^?", stdout);
        } else {
            putchar(c);
        }
    } else {
        putchar(c);
    }
}

/* Line numbers and blank lines go on from one file to the next. */
static void copy_shown(int fd, const char *name)
{
    static int line, blanks, at_start = 1;
    ssize_t n, i;
    while ((n = read(fd, buffer, sizeof buffer)) > 0) {
        for (i = 0; i < n; i++) {
            int c = (unsigned char)buffer[i];
            if (at_start) {
                blanks = c == '\n' ? blanks + 1 : 0;
                if (squeeze && blanks > 1)
                    continue;
                if (number && !(number_nonblank && c == '\n'))
                    printf("%6d\t", ++line);
            }
            at_start = c == '\n';
            if (at_start) {
                if (ends)
                    putchar('$');
                putchar(c);
            } else {
                show(c);
            }
        }
        fflush(stdout);
    }
    if (n < 0)
        complain_errno("%s", quote(name));
}

int main(int argc, char **argv)
{
    static char *standard_input[] = {"-"};
    struct stat out, in;
    int c, i, fd;
    while ((c = nextopt(argc, argv, "AbeEnstTuv",
                        "show-all=A number-nonblank=b show-ends=E number=n squeeze-blank=s show-tabs=T show-nonprinting=v",
                        "[OPTION]... [FILE]...\nConcatenate FILE(s) to standard output.\n"))) {
        switch (c) {
        case 'A': nonprinting = ends = tabs = 1; break;
        case 'b': number = number_nonblank = 1; break;
        case 'e': nonprinting = ends = 1; break;
        case 'E': ends = 1; break;
        case 'n': number = 1; break;
        case 's': squeeze = 1; break;
        case 't': nonprinting = tabs = 1; break;
        case 'T': tabs = 1; break;
        case 'v': nonprinting = 1; break;
        }
    }
    if (!noperands) {
        operands = standard_input;
        noperands = 1;
    }
    if (fstat(1, &out) < 0)
        die_errno(1, "standard output");
    for (i = 0; i < noperands; i++) {
        char *name = operands[i];
        fd = strcmp(name, "-") ? open(name, O_RDONLY) : 0;
        if (fd < 0 || fstat(fd, &in) < 0) {
            complain_errno("%s", quote(name));
            continue;
        }
        /* Copying a file to its own end would not stop. */
        if (S_ISREG(out.st_mode) && in.st_dev == out.st_dev && in.st_ino == out.st_ino && lseek(fd, 0, SEEK_CUR) < in.st_size)
            complain("%s: input file is output file", quote(name));
        else if (number || squeeze || ends || tabs || nonprinting)
            copy_shown(fd, name);
        else
            copy_plain(fd, name);
        if (fd)
            close(fd);
    }
    return finish();
}
