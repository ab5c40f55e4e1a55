/* od - prints bytes as numbers or characters. od(1): -A -b -c -d -i -j -N -o -s -t -v -w -x */
#include <ctype.h>
#include <fcntl.h>
#include "util.h"

struct format { int kind, size, width; }; /* kind of -t: a c d u o x f; width of one number with its gap */

static struct format formats[16];
static int nformats, base = 'o', all, line_bytes = 16;

static void add_format(int kind, int size)
{
    static const int octal[] = {0, 3, 6, 0, 11, 0, 0, 0, 22}, decimal[] = {0, 4, 6, 0, 11, 0, 0, 0, 20};
    static const int unsign[] = {0, 3, 5, 0, 10, 0, 0, 0, 20};
    struct format *f = &formats[nformats];
    if (nformats == 16)
        return;
    nformats++;
    f->kind = kind;
    f->size = size;
    switch (kind) {
    case 'o': f->width = octal[size]; break;
    case 'x': f->width = 2 * size; break;
    case 'd': f->width = decimal[size]; break;
    case 'u': f->width = unsign[size]; break;
    case 'f': f->width = size == 4 ? 15 : 24; break;
    default: f->width = 3;
    }
}

/* -t TYPE[SIZE]... */
static void parse_formats(const char *s)
{
    const char *all_of = s;
    while (*s) {
        int kind = *s++, size = kind == 'a' || kind == 'c' ? 1 : kind == 'f' ? 8 : 4;
        char *end;
        if (!strchr("acdoufx", kind))
            die(1, "invalid character '%c' in type string %s", kind, quote_always(all_of));
        if (size > 1 && isdigit((unsigned char)*s)) {
            size = strtol(s, &end, 10);
            s = end;
            if ((size != 1 && size != 2 && size != 4 && size != 8) || (kind == 'f' && size < 4))
                die(1, "invalid type string %s;\nthis system doesn't provide a %d-byte %s type", quote_always(all_of), size,
                    kind == 'f' ? "floating point" : "integral");
        } else if (size > 1 && *s && strchr("CSIL", *s)) {
            size = *s == 'C' ? 1 : *s == 'S' ? 2 : *s == 'I' ? 4 : 8;
            s++;
        }
        if (*s == 'z')
            die(1, "not supported: z in a type string");
        add_format(kind, size);
    }
}

static void print_char(int kind, int c, char *out)
{
    static const char names[] = "nulsohstxetxeotenqackbelbs ht nl vt ff cr so si dledc1dc2dc3dc4naksynetbcanem subescfs gs rs us sp ";
    static const char escapes[] = "0......abtnvfr";
    if (kind == 'a') {
        c &= 127;
        if (c <= 32)
            sprintf(out, "%.3s", names + 3 * c);
        else
            sprintf(out, c == 127 ? "del" : "%c", c);
        for (c = strlen(out); c && out[c - 1] == ' '; c--)
            out[c - 1] = 0;
    } else if (c < 14 && escapes[c] != '.') {
        sprintf(out, "\\%c", escapes[c]);
    } else {
        sprintf(out, isprint(c) && c < 128 ? "%c" : "%03o", c);
    }
}

static void print_item(const struct format *f, const unsigned char *p, int width)
{
    char text[64];
    unsigned long v = 0;
    int i;
    for (i = f->size; i-- > 0;)
        v = v << 8 | p[i];
    if (f->kind == 'a' || f->kind == 'c') {
        print_char(f->kind, *p, text);
    } else if (f->kind == 'd') {
        int shift = 64 - 8 * f->size;
        sprintf(text, "%ld", (long)(v << shift) >> shift);
    } else if (f->kind == 'f') {
        double d;
        float g;
        memcpy(&d, p, f->size == 8 ? 8 : 0);
        memcpy(&g, p, 4);
        for (i = f->size == 8 ? 15 : 6; i < 18; i++) {
            sprintf(text, "%.*g", i, f->size == 8 ? d : (double)g);
            if (f->size == 8 ? strtod(text, NULL) == d : (float)strtod(text, NULL) == g)
                break;
        }
    } else if (f->kind == 'u') {
        sprintf(text, "%lu", v);
    } else {
        sprintf(text, f->kind == 'o' ? "%0*lo" : "%0*lx", f->width, v);
    }
    printf("%*s", width, text);
}

static void print_address(unsigned long at)
{
    if (base != 'n')
        printf(base == 'd' ? "%07lu" : base == 'x' ? "%06lx" : "%07lo", at);
}

/* All formats of a line share the widest one's columns. */
static void print_line(unsigned long at, const unsigned char *p, int n, int widest)
{
    int i, k, gap;
    for (i = 0; i < nformats; i++) {
        const struct format *f = &formats[i];
        int per_item = widest * f->size / 8;
        if (i == 0)
            print_address(at);
        else if (base != 'n')
            printf("%*s", base == 'x' ? 6 : 7, "");
        for (k = 0; k < n; k += f->size) {
            gap = per_item > f->width + 1 ? per_item : f->width + 1;
            print_item(f, p + k, gap);
        }
        putchar('\n');
    }
}

static char **files;
static int opened;

/* Bytes from one file after the other. */
static int fill(unsigned char *buf, int n)
{
    static FILE *f;
    int have = 0, c;
    while (have < n) {
        if (!f) {
            if (!*files)
                break;
            f = open_input(*files++);
            opened += f != NULL;
            continue;
        }
        c = getc(f);
        if (c == EOF) {
            if (ferror(f))
                complain_errno("%s", files[-1]);
            close_input(f);
            f = NULL;
        } else {
            buf[have++] = c;
        }
    }
    return have;
}

static long long count_arg(const char *s, int option)
{
    char *end;
    long long n = strtoll(s, &end, 0);
    if (n < 0 || end == s)
        n = -1;
    else if (*end)
        n = parse_count(s);
    if (n < 0)
        die(1, "invalid -%c argument '%s'", option, s);
    return n;
}

int main(int argc, char **argv)
{
    static char *standard_input[] = {"-", NULL};
    static unsigned char line[1024], before[1024];
    long long skip = 0, limit = -1;
    unsigned long at;
    int c, n, i, widest = 0, starred = 0, have_before = 0;
    while ((c = nextopt(argc, argv, "A:abcdij:lN:ost:vw:x", "address-radix=A skip-bytes=j read-bytes=N format=t output-duplicates=v width=w",
                        "[OPTION]... [FILE]...\nWrite an unambiguous representation, octal bytes by default, of FILE to standard output.\n"))) {
        switch (c) {
        case 'A':
            base = optval[0];
            if (!base || !strchr("doxn", base) )
                die(1, "invalid output address radix '%c'; it must be one character from [doxn]", base);
            break;
        case 'a': add_format('a', 1); break;
        case 'b': add_format('o', 1); break;
        case 'c': add_format('c', 1); break;
        case 'd': add_format('u', 2); break;
        case 'i': add_format('d', 4); break;
        case 'j': skip = count_arg(optval, c); break;
        case 'l': add_format('d', 8); break;
        case 'N': limit = count_arg(optval, c); break;
        case 'o': add_format('o', 2); break;
        case 's': add_format('d', 2); break;
        case 't': parse_formats(optval); break;
        case 'v': all = 1; break;
        case 'w':
            line_bytes = count_arg(optval, c);
            if (line_bytes < 1 || line_bytes > 1024)
                die(1, "not supported: lines of %d bytes", line_bytes);
            break;
        case 'x': add_format('x', 2); break;
        }
    }
    if (!nformats)
        add_format('o', 2);
    for (i = 0; i < nformats; i++) {
        int per_eight = (formats[i].width + 1) * (8 / formats[i].size);
        if (per_eight > widest)
            widest = per_eight;
    }
    files = noperands ? operands : standard_input;
    operands[noperands] = NULL;
    for (at = 0; (long long)at < skip; at++) {
        if (!fill(line, 1)) {
            die(1, "cannot skip past end of combined input");
        }
    }
    for (;;) {
        n = line_bytes;
        if (limit >= 0 && (long long)at - skip + n > limit)
            n = limit - (at - skip);
        memset(line, 0, sizeof line);
        n = fill(line, n);
        if (!n)
            break;
        if (!all && have_before && n == line_bytes && !memcmp(line, before, n)) {
            if (!starred)
                puts("*");
            starred = 1;
        } else {
            starred = 0;
            print_line(at, line, n, widest);
        }
        memcpy(before, line, sizeof line);
        have_before = n == line_bytes;
        at += n;
        if (n < line_bytes)
            break;
    }
    if (base != 'n' && opened) {
        print_address(at);
        putchar('\n');
    }
    return finish();
}
