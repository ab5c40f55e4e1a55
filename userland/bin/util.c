/* util.c - what the programs of /bin share: options, messages and lines in the manner of the GNU tools. */
#include <ctype.h>
#include <stdarg.h>
#include <sys/stat.h>
#include "util.h"

char **operands;
int noperands;
char *optval;
int status;
int trouble = 1;
char *progname;
const char *usage_line;

void try_help(void)
{
    if (usage_line)
        fprintf(stderr, "Usage: %s %s\n", progname, usage_line);
    fprintf(stderr, "Try '%s --help' for more information.\n", progname);
    exit(trouble);
}

static void show_help(const char *usage)
{
    printf("Usage: %s %s", progname, usage);
    exit(finish());
}

/* The letter of a long option (a prefix is enough when only one fits), with its value. */
static int long_option(char *arg, const char *letters, const char *longs, const char *usage, char *next, int *used)
{
    size_t n = strcspn(arg, "=");
    int found = 0;
    const char *p = longs;
    if (n == 4 && !strncmp(arg, "help", 4))
        show_help(usage);
    while (p && *p) {
        const char *eq = strchr(p, '=');
        if (!strncmp(p, arg, n)) {
            found = eq[1];
            if (p + n == eq)
                break;
        }
        p = eq[2] ? eq + 3 : eq + 2;
    }
    if (!found) {
        fprintf(stderr, "%s: unrecognized option '--%s'\n", progname, arg);
        try_help();
    }
    const char *spec = strchr(letters, found);
    *used = 0;
    optval = arg[n] ? arg + n + 1 : NULL;
    if (spec && spec[1] == ':' && !optval) {
        if (!next) {
            fprintf(stderr, "%s: option '--%.*s' requires an argument\n", progname, (int)n, arg);
            try_help();
        }
        optval = next;
        *used = 1;
    }
    return found;
}

int nextopt(int argc, char **argv, const char *letters, const char *longs, const char *usage)
{
    static int at = 1;
    static char *cluster;
    int used;
    const char *spec;
    if (!operands) {
        operands = argv + 1;
        progname = argv[0] ? argv[0] : "?";
    }
    while (!cluster || !*cluster) {
        char *arg;
        cluster = NULL;
        if (at >= argc)
            return 0;
        arg = argv[at++];
        if (arg[0] != '-' || !arg[1]) {
            operands[noperands++] = arg;
            if (letters[0] != '+')
                continue;
        } else if (strcmp(arg, "--")) {
            if (arg[1] != '-') {
                cluster = arg + 1;
                continue;
            }
            used = 0;
            int c = long_option(arg + 2, letters, longs, usage, at < argc ? argv[at] : NULL, &used);
            at += used;
            return c;
        }
        while (at < argc)
            operands[noperands++] = argv[at++];
        operands[noperands] = NULL;
        return 0;
    }
    int c = (unsigned char)*cluster++;
    spec = c == ':' || c == '+' ? NULL : strchr(letters, c);
    if (!spec) {
        fprintf(stderr, "%s: invalid option -- '%c'\n", progname, c);
        try_help();
    }
    optval = NULL;
    if (spec[1] == ':') {
        optval = *cluster ? cluster : at < argc ? argv[at++] : NULL;
        cluster = NULL;
        if (!optval) {
            fprintf(stderr, "%s: option requires an argument -- '%c'\n", progname, c);
            try_help();
        }
    }
    return c;
}

static void message(const char *fmt, va_list args, int err)
{
    fflush(stdout);
    fprintf(stderr, "%s: ", progname);
    vfprintf(stderr, fmt, args);
    if (err)
        fprintf(stderr, ": %s", strerror(err));
    putc('\n', stderr);
}

void complain(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    message(fmt, args, 0);
    va_end(args);
    if (!status)
        status = 1;
}

void complain_errno(const char *fmt, ...)
{
    int err = errno;
    va_list args;
    va_start(args, fmt);
    message(fmt, args, err);
    va_end(args);
    if (!status)
        status = 1;
}

void die(int code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    message(fmt, args, 0);
    va_end(args);
    exit(code);
}

void die_errno(int code, const char *fmt, ...)
{
    int err = errno;
    va_list args;
    va_start(args, fmt);
    message(fmt, args, err);
    va_end(args);
    exit(code);
}

char *quote_always(const char *name)
{
    static char *slots[2];
    static int turn;
    char *out = xmalloc(4 * strlen(name) + 3), *p = out;
    int plain = !strchr(name, '\'');
    int dq = !plain && !strpbrk(name, "\"$`\\!");
    *p++ = dq ? '"' : '\'';
    for (; *name; name++) {
        if (*name == '\'' && !dq) {
            memcpy(p, "'\\''", 4);
            p += 4;
        } else {
            *p++ = *name;
        }
    }
    *p++ = dq ? '"' : '\'';
    *p = 0;
    turn ^= 1;
    free(slots[turn]);
    return slots[turn] = out;
}

char *quote(const char *name)
{
    if (*name && !strpbrk(name, " \t\n*?[]\"'\\$;&()|<>^`!=") && *name != '~' && *name != '#')
        return (char *)name;
    return quote_always(name);
}

int finish(void)
{
    if (fflush(stdout) || ferror(stdout)) {
        /* A reader that left is no error worth a message twice: SIGPIPE normally ends us before. */
        complain_errno("write error");
        exit(trouble);
    }
    return status;
}

void *xmalloc(size_t size)
{
    return xrealloc(NULL, size);
}

void *xrealloc(void *old, size_t size)
{
    void *p = realloc(old, size ? size : 1);
    if (!p)
        die(trouble, "memory exhausted");
    return p;
}

char *xstrdup(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(xmalloc(n), s, n);
}

FILE *open_input(const char *name)
{
    FILE *f;
    if (!strcmp(name, "-"))
        return stdin;
    f = fopen(name, "r");
    if (!f)
        complain_errno("%s", quote(name));
    return f;
}

void close_input(FILE *f)
{
    if (f && f != stdin)
        fclose(f);
}

long read_line(FILE *f, char **buf, size_t *cap)
{
    return (long)getline(buf, cap, f);
}

int write_all(int fd, const char *buf, size_t n)
{
    while (n) {
        ssize_t k = write(fd, buf, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return -1;
        buf += k;
        n -= k;
    }
    return 0;
}

long long parse_count(const char *s)
{
    char *end;
    long long n;
    if (!isdigit((unsigned char)*s))
        return -1;
    errno = 0;
    n = strtoll(s, &end, 10);
    if (errno)
        return -1;
    long long unit = 1;
    switch (*end) {
    case 'b': unit = 512; end++; break;
    case 'k': case 'K': unit = 1024; end++; break;
    case 'M': unit = 1024 * 1024; end++; break;
    case 'G': unit = 1024 * 1024 * 1024; end++; break;
    }
    if (unit >= 1024 && *end == 'B') {
        unit = unit == 1024 ? 1000 : unit == 1024 * 1024 ? 1000000 : 1000000000;
        end++;
    }
    return *end || n > 0x7fffffffffffffffLL / unit ? -1 : n * unit;
}

int escape(const char **s, int zero)
{
    const char *p = *s;
    int c = (unsigned char)*p, v = 0, n = 0;
    switch (c) {
    case 'a': v = 7; break;
    case 'b': v = 8; break;
    case 'c': *s = p + 1; return -1;
    case 'e': v = 27; break;
    case 'f': v = 12; break;
    case 'n': v = 10; break;
    case 'r': v = 13; break;
    case 't': v = 9; break;
    case 'v': v = 11; break;
    case '\\': v = '\\'; break;
    case 'x':
        for (p++; n < 2 && isxdigit((unsigned char)*p); n++, p++)
            v = v * 16 + (isdigit((unsigned char)*p) ? *p - '0' : (*p | 32) - 'a' + 10);
        if (!n)
            return '\\';
        *s = p;
        return v;
    default:
        if (c < '0' || c > '7' || (zero && c != '0'))
            return '\\';
        if (zero)
            p++;
        for (; n < 3 && *p >= '0' && *p <= '7'; n++)
            v = v * 8 + *p++ - '0';
        *s = p;
        return v & 255;
    }
    *s = p + 1;
    return v;
}

/* The permission bits that the clause's letters mean, for u, g, o as in who. */
static long mode_bits(int c, long who, long old, int is_dir)
{
    switch (c) {
    case 'r': return who & 0444;
    case 'w': return who & 0222;
    case 'x': return who & 0111;
    case 'X': return is_dir || (old & 0111) ? who & 0111 : 0;
    case 's': return (who & 0100 ? S_ISUID : 0) | (who & 0010 ? S_ISGID : 0);
    case 't': return S_ISVTX;
    case 'u': return ((old >> 6 & 7) * 0111) & who;
    case 'g': return ((old >> 3 & 7) * 0111) & who;
    case 'o': return ((old & 7) * 0111) & who;
    }
    return -1;
}

long parse_mode(const char *s, long old, int is_dir)
{
    if (*s >= '0' && *s <= '7') {
        long m = 0;
        for (; *s >= '0' && *s <= '7'; s++)
            m = m * 8 + *s - '0';
        return *s || m > 07777 ? -1 : m;
    }
    for (;;) {
        long who = 0, mask = 0;
        for (;; s++) {
            if (*s == 'u') who |= 0700;
            else if (*s == 'g') who |= 0070;
            else if (*s == 'o') who |= 0007;
            else if (*s == 'a') who |= 0777;
            else break;
        }
        if (!who) {
            mask = umask(0);
            umask(mask);
            who = 0777;
        }
        if (!*s || !strchr("+-=", *s))
            return -1;
        while (*s && strchr("+-=", *s)) {
            int op = *s++;
            long bits = 0;
            for (; *s && *s != ',' && !strchr("+-=", *s); s++) {
                long b = mode_bits(*s, who & ~mask, old, is_dir);
                if (b < 0)
                    return -1;
                bits |= b;
            }
            if (op == '+') old |= bits;
            else if (op == '-') old &= ~bits;
            else old = (old & ~who) | bits;
        }
        if (!*s)
            return old;
        if (*s++ != ',')
            return -1;
    }
}

static const char signal_names[] =
    "EXIT HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP "
    "TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS ";

const char *signal_name(int sig)
{
    static char buf[12];
    const char *p = signal_names;
    int i;
    if (sig == 34) return "RTMIN";
    if (sig == 64) return "RTMAX";
    if (sig > 34 && sig < 64) {
        sprintf(buf, sig < 50 ? "RTMIN+%d" : "RTMAX-%d", sig < 50 ? sig - 34 : 64 - sig);
        return buf;
    }
    if (sig < 0 || sig > 31)
        return NULL;
    for (i = 0; i < sig; i++)
        p = strchr(p, ' ') + 1;
    i = strchr(p, ' ') - p;
    memcpy(buf, p, i);
    buf[i] = 0;
    return buf;
}

int signal_number(const char *s)
{
    int i, n;
    char *end;
    if (isdigit((unsigned char)*s)) {
        n = strtol(s, &end, 10);
        return *end || n > 64 ? -1 : n;
    }
    if (!strncasecmp(s, "SIG", 3))
        s += 3;
    for (i = 0; i <= 64; i++) {
        const char *name = signal_name(i);
        if (name && !strcasecmp(s, name))
            return i;
    }
    if (!strcasecmp(s, "CLD")) return 17;
    if (!strcasecmp(s, "POLL")) return 29;
    if (!strcasecmp(s, "IOT")) return 6;
    return -1;
}
