/* date - prints the time. date(1): +FORMAT, -u, -d DATE, -r FILE, -R, -I */
#include <sys/stat.h>
#include <time.h>
#include "util.h"
#include "when.h"

/* strftime, but for %N, which it does not know: nanoseconds. */
static void print(const char *format, const struct tm *tm, long ns)
{
    char piece[512], out[1024], *p;
    size_t n = 0;
    for (; *format && n < sizeof piece - 12; format++) {
        if (format[0] == '%' && format[1] == 'N') {
            n += sprintf(piece + n, "%09ld", ns);
            format++;
        } else {
            piece[n++] = *format;
            if (format[0] == '%' && format[1])
                piece[n++] = *++format;
        }
    }
    piece[n] = 0;
    if (!n) {
        putchar('\n');
        return;
    }
    p = strftime(out, sizeof out, piece, tm) ? out : "";
    puts(p);
}

int main(int argc, char **argv)
{
    struct timespec now;
    struct tm *tm;
    struct stat st;
    const char *format = "%a %b %e %H:%M:%S %Z %Y", *when = NULL, *reference = NULL;
    int c, utc = 0;
    while ((c = nextopt(argc, argv, "d:Ir:RuDs:", "date=d iso-8601=I reference=r rfc-email=R utc=u universal=u set=s",
                        "[OPTION]... [+FORMAT]\nDisplay the current time in the given FORMAT.\n"))) {
        switch (c) {
        case 'd': when = optval; break;
        case 'I': format = "%Y-%m-%d"; break;
        case 'r': reference = optval; break;
        case 'R': format = "%a, %d %b %Y %H:%M:%S %z"; break;
        case 'u': utc = 1; break;
        case 's': die(1, "not supported: setting the time");
        }
    }
    if (noperands > 1) {
        complain("extra operand %s", quote_always(operands[1]));
        try_help();
    }
    if (noperands && operands[0][0] != '+')
        die(1, "invalid date %s", quote_always(operands[0]));
    if (noperands)
        format = operands[0] + 1;
    clock_gettime(CLOCK_REALTIME, &now);
    if (reference) {
        if (stat(reference, &st) < 0)
            die_errno(1, "%s", quote(reference));
        now = st.st_mtim;
    }
    if (utc)
        setenv("TZ", "UTC0", 1);
    if (when && parse_when(when, &now) < 0)
        die(1, "invalid date %s", quote_always(when));
    tm = localtime(&now.tv_sec);
    print(format, tm, now.tv_nsec);
    return finish();
}
