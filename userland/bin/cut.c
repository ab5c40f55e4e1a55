/* cut - prints parts of each line. cut(1): -b -c -f LIST, -d -s --complement --output-delimiter */
#include <ctype.h>
#include "util.h"

struct range { unsigned long from, to; };

static struct range *ranges;
static int nranges, fields, only_delimited, complement, delimiter = '\t';
static const char *output_delimiter;

static void bad_list(const char *text)
{
    complain("%s", text);
    try_help();
}

static void parse_list(char *s)
{
    const char *what = fields ? "fields are numbered from 1" : "byte/character positions are numbered from 1";
    while (1) {
        struct range r = {1, ~0ul};
        char *end = s;
        int digits = isdigit((unsigned char)*s);
        if (digits)
            r.from = r.to = strtoul(s, &end, 10);
        if (*end == '-') {
            r.to = ~0ul;
            if (isdigit((unsigned char)end[1]))
                r.to = strtoul(end + 1, &end, 10);
            else if (!digits)
                bad_list("invalid range with no endpoint: -");
            else
                end++;
        } else if (!digits && (*end == ',' || !*end)) {
            bad_list(what);
        }
        if (*end && *end != ',' && *end != ' ') {
            complain("invalid %s %s", fields ? "field value" : "byte/character position", quote_always(s));
            try_help();
        }
        if (!r.from || !r.to)
            bad_list(what);
        if (r.to < r.from)
            bad_list("invalid decreasing range");
        ranges = xrealloc(ranges, (nranges + 1) * sizeof *ranges);
        ranges[nranges++] = r;
        if (!*end)
            break;
        s = end + 1;
    }
}

static int selected(unsigned long n)
{
    int i;
    for (i = 0; i < nranges; i++)
        if (n >= ranges[i].from && n <= ranges[i].to)
            return !complement;
    return complement;
}

/* With an output delimiter, it goes between ranges that do not touch. */
static int starts_range(unsigned long n)
{
    int i;
    for (i = 0; i < nranges; i++)
        if (n == ranges[i].from)
            return 1;
    return 0;
}

static void cut_bytes(const char *line, long n)
{
    long i;
    int printed = 0;
    for (i = 0; i < n; i++) {
        if (!selected(i + 1))
            continue;
        if (output_delimiter && printed && (starts_range(i + 1) || !selected(i)))
            fputs(output_delimiter, stdout);
        putchar(line[i]);
        printed = 1;
    }
    putchar('\n');
}

static void cut_fields(const char *line, long n)
{
    const char *end = line + n, *p = line, *q;
    unsigned long field;
    int printed = 0;
    if (!memchr(line, delimiter, n)) {
        if (!only_delimited) {
            fwrite(line, 1, n, stdout);
            putchar('\n');
        }
        return;
    }
    for (field = 1; p <= end; field++, p = q + 1) {
        q = memchr(p, delimiter, end - p);
        if (!q)
            q = end;
        if (!selected(field))
            continue;
        if (printed++) {
            if (output_delimiter)
                fputs(output_delimiter, stdout);
            else
                putchar(delimiter);
        }
        fwrite(p, 1, q - p, stdout);
    }
    putchar('\n');
}

static void cut(FILE *f)
{
    char *line = NULL;
    size_t cap = 0;
    long n;
    while ((n = read_line(f, &line, &cap)) > 0) {
        if (line[n - 1] == '\n')
            n--;
        (fields ? cut_fields : cut_bytes)(line, n);
    }
    free(line);
}

int main(int argc, char **argv)
{
    int c, i, kind = 0, have_delimiter = 0;
    char *list = NULL;
    while ((c = nextopt(argc, argv, "b:c:d:f:nsCO:", "bytes=b characters=c delimiter=d fields=f only-delimited=s complement=C output-delimiter=O",
                        "OPTION... [FILE]...\nPrint selected parts of lines from each FILE to standard output.\n"))) {
        switch (c) {
        case 'b': case 'c': case 'f':
            if (kind)
                bad_list("only one list may be specified");
            kind = c;
            list = optval;
            break;
        case 'd':
            if (optval[0] && optval[1])
                bad_list("the delimiter must be a single character");
            delimiter = (unsigned char)optval[0];
            have_delimiter = 1;
            break;
        case 's': only_delimited = 1; break;
        case 'C': complement = 1; break;
        case 'O': output_delimiter = optval; break;
        }
    }
    if (!kind)
        bad_list("you must specify a list of bytes, characters, or fields");
    fields = kind == 'f';
    if (have_delimiter && !fields)
        bad_list("an input delimiter may be specified only when operating on fields");
    if (only_delimited && !fields)
        bad_list("suppressing non-delimited lines makes sense\n\tonly when operating on fields");
    parse_list(list);
    if (!noperands)
        cut(stdin);
    for (i = 0; i < noperands; i++) {
        FILE *f = open_input(operands[i]);
        if (f)
            cut(f);
        close_input(f);
    }
    return finish();
}
