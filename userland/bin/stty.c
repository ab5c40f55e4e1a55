/* stty - settings of the terminal on standard input. stty(1): none, -a, size, sane, raw, -raw, cooked, [-]flag, rows N, cols N,
   intr ^C and the like, min N, time N */
#include <ctype.h>
#include <sys/ioctl.h>
#include <termios.h>
#include "util.h"

enum { I, O, C, L };

static const struct { const char *name; int which; tcflag_t bit; int sane; } flags[] = {
    {"parenb", C, PARENB, -1}, {"parodd", C, PARODD, -1}, {"hupcl", C, HUPCL, -1}, {"cstopb", C, CSTOPB, -1}, {"cread", C, CREAD, 1},
    {"clocal", C, CLOCAL, -1}, {"ignbrk", I, IGNBRK, 0}, {"brkint", I, BRKINT, 1}, {"ignpar", I, IGNPAR, -1}, {"parmrk", I, PARMRK, -1},
    {"inpck", I, INPCK, -1}, {"istrip", I, ISTRIP, -1}, {"inlcr", I, INLCR, 0}, {"igncr", I, IGNCR, 0}, {"icrnl", I, ICRNL, 1},
    {"ixon", I, IXON, -1}, {"ixoff", I, IXOFF, 0}, {"iuclc", I, IUCLC, 0}, {"ixany", I, IXANY, 0}, {"imaxbel", I, IMAXBEL, 1},
    {"iutf8", I, IUTF8, 0}, {"opost", O, OPOST, 1}, {"olcuc", O, OLCUC, 0}, {"ocrnl", O, OCRNL, 0}, {"onlcr", O, ONLCR, 1},
    {"onocr", O, ONOCR, 0}, {"onlret", O, ONLRET, 0}, {"ofill", O, OFILL, 0}, {"ofdel", O, OFDEL, 0}, {"isig", L, ISIG, 1},
    {"icanon", L, ICANON, 1}, {"iexten", L, IEXTEN, 1}, {"echo", L, ECHO, 1}, {"echoe", L, ECHOE, 1}, {"echok", L, ECHOK, 1},
    {"echonl", L, ECHONL, 0}, {"noflsh", L, NOFLSH, 0}, {"tostop", L, TOSTOP, 0}, {"echoprt", L, ECHOPRT, 0}, {"echoctl", L, ECHOCTL, 1},
    {"echoke", L, ECHOKE, 1}, {"flusho", L, FLUSHO, 0},
};

static const struct { const char *name; int at, sane; } keys[] = {
    {"intr", VINTR, 3}, {"quit", VQUIT, 28}, {"erase", VERASE, 127}, {"kill", VKILL, 21}, {"eof", VEOF, 4}, {"eol", VEOL, 0},
    {"eol2", VEOL2, 0}, {"swtch", VSWTC, 0}, {"start", VSTART, 17}, {"stop", VSTOP, 19}, {"susp", VSUSP, 26}, {"rprnt", VREPRINT, 18},
    {"werase", VWERASE, 23}, {"lnext", VLNEXT, 22}, {"discard", VDISCARD, 15},
};

enum { NFLAGS = sizeof flags / sizeof *flags, NKEYS = sizeof keys / sizeof *keys };

static struct termios t;
static struct winsize w;
static int column, width = 80;

static tcflag_t *word(int which)
{
    return which == I ? &t.c_iflag : which == O ? &t.c_oflag : which == C ? &t.c_cflag : &t.c_lflag;
}

static void item(const char *text)
{
    int n = strlen(text);
    if (column && column + 1 + n > width) {
        putchar('\n');
        column = 0;
    }
    column += printf("%s%s", column ? " " : "", text);
}

static void end_line(void)
{
    if (column)
        putchar('\n');
    column = 0;
}

static char *key_text(int c)
{
    static char s[8];
    if (!c)
        strcpy(s, "<undef>");
    else if (c < 32)
        sprintf(s, "^%c", c + 64);
    else if (c == 127)
        strcpy(s, "^?");
    else
        sprintf(s, "%c", c);
    return s;
}

static void show(int everything)
{
    char text[64];
    int i, last;
    sprintf(text, everything ? "speed 38400 baud; rows %d; columns %d; line = %d;" : "speed 38400 baud; line = %d;", everything ? w.ws_row : t.c_line, w.ws_col, t.c_line);
    item(text);
    end_line();
    for (i = 0; i < NKEYS; i++) {
        if (!everything && t.c_cc[keys[i].at] == keys[i].sane)
            continue;
        snprintf(text, sizeof text, "%s = %s;", keys[i].name, key_text(t.c_cc[keys[i].at]));
        item(text);
    }
    if (everything || !(t.c_lflag & ICANON)) {
        sprintf(text, "min = %d; time = %d;", t.c_cc[VMIN], t.c_cc[VTIME]);
        if (!everything)
            end_line(), item(text);
        else
            snprintf(text, sizeof text, "min = %d;", t.c_cc[VMIN]), item(text), snprintf(text, sizeof text, "time = %d;", t.c_cc[VTIME]), item(text);
    }
    end_line();
    for (i = 0, last = C; i < NFLAGS; i++) {
        int on = (*word(flags[i].which) & flags[i].bit) != 0;
        if (flags[i].which != last) {
            end_line();
            last = flags[i].which;
        }
        if (!everything && (flags[i].sane < 0 || on == flags[i].sane))
            continue;
        snprintf(text, sizeof text, "%s%s", on ? "" : "-", flags[i].name);
        item(text);
        if (everything && !strcmp(flags[i].name, "parodd"))
            item("-cmspar"), item("cs8");
        if (everything && !strcmp(flags[i].name, "clocal"))
            item("-crtscts");
        if (everything && !strcmp(flags[i].name, "ofdel"))
            item("nl0"), item("cr0"), item("tab0"), item("bs0"), item("vt0"), item("ff0");
        if (everything && !strcmp(flags[i].name, "noflsh"))
            item("-xcase");
        if (everything && !strcmp(flags[i].name, "flusho"))
            item("-extproc");
    }
    end_line();
}

static void sane(void)
{
    int i;
    for (i = 0; i < NFLAGS; i++) {
        if (flags[i].sane < 0)
            continue;
        *word(flags[i].which) &= ~flags[i].bit;
        if (flags[i].sane)
            *word(flags[i].which) |= flags[i].bit;
    }
    for (i = 0; i < NKEYS; i++)
        t.c_cc[keys[i].at] = keys[i].sane;
}

static int parse_key(const char *s)
{
    if (!strcmp(s, "undef") || !strcmp(s, "^-") || !*s)
        return 0;
    if (*s == '^' && s[1])
        return s[1] == '?' ? 127 : toupper((unsigned char)s[1]) & 31;
    return s[1] ? atoi(s) : (unsigned char)*s;
}

static int set_flag(const char *name)
{
    int off = *name == '-', i;
    for (i = 0; i < NFLAGS; i++) {
        if (strcmp(name + off, flags[i].name))
            continue;
        *word(flags[i].which) &= ~flags[i].bit;
        if (!off)
            *word(flags[i].which) |= flags[i].bit;
        return 1;
    }
    return 0;
}

/* One setting; takes the next word if it needs it. */
static void set(char ***at)
{
    const char *name = **at, *next = (*at)[1];
    int i;
    if (set_flag(name))
        return;
    if (!strcmp(name, "sane")) {
        sane();
        return;
    }
    if (!strcmp(name, "raw") || !strcmp(name, "-cooked")) {
        t.c_iflag = 0;
        t.c_oflag &= ~OPOST;
        t.c_lflag &= ~(ISIG | ICANON);
        t.c_cc[VMIN] = 1;
        t.c_cc[VTIME] = 0;
        return;
    }
    if (!strcmp(name, "-raw") || !strcmp(name, "cooked")) {
        t.c_iflag |= BRKINT | IGNPAR | ISTRIP | ICRNL | IXON;
        t.c_oflag |= OPOST;
        t.c_lflag |= ISIG | ICANON;
        t.c_cc[VEOF] = 4;
        t.c_cc[VEOL] = 0;
        return;
    }
    for (i = 0; i < NKEYS && strcmp(name, keys[i].name); i++)
        ;
    if (i < NKEYS || !strcmp(name, "min") || !strcmp(name, "time") || !strcmp(name, "rows") || !strcmp(name, "cols") || !strcmp(name, "columns")) {
        if (!next) {
            complain("missing argument to %s", quote_always(name));
            try_help();
        }
        ++*at;
        if (i < NKEYS) t.c_cc[keys[i].at] = parse_key(next);
        else if (*name == 'm') t.c_cc[VMIN] = atoi(next);
        else if (*name == 't') t.c_cc[VTIME] = atoi(next);
        else {
            if (*name == 'r') w.ws_row = atoi(next);
            else w.ws_col = atoi(next);
            ioctl(0, TIOCSWINSZ, &w);
        }
        return;
    }
    complain("invalid argument %s", quote_always(name));
    try_help();
}

int main(int argc, char **argv)
{
    char **at = argv + 1;
    (void)argc;
    progname = argv[0];
    if (tcgetattr(0, &t) < 0)
        die_errno(1, "%s", quote_always("standard input"));
    ioctl(0, TIOCGWINSZ, &w);
    if (w.ws_col && isatty(1))
        width = w.ws_col;
    if (!*at || (!strcmp(*at, "-a") && !at[1])) {
        show(*at != NULL);
        return finish();
    }
    if (!strcmp(*at, "size") && !at[1]) {
        printf("%d %d\n", w.ws_row, w.ws_col);
        return finish();
    }
    for (; *at; at++)
        set(&at);
    if (tcsetattr(0, TCSADRAIN, &t) < 0)
        die_errno(1, "%s", quote_always("standard input"));
    return 0;
}
