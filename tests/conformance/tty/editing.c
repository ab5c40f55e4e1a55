// The rarer keys and flags of the line discipline: literal next, reprint, tabs, end of line characters, output flags.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <sys/ioctl.h>

static int master, slave;
static struct termios cooked, t;

/* Until the line discipline has done its work: a busy host takes its time. */
static void settle(void)
{
    struct pollfd p = {master, POLLIN, 0};
    poll(&p, 1, 300);
    usleep(20000);
}

static void show(const char *what, const char *s, int n)
{
    printf("  %s: %d [", what, n);
    for (int i = 0; i < n; i++)
        if (s[i] >= ' ' && s[i] < 127)
            putchar(s[i]);
        else
            printf("\\%03o", (unsigned char)s[i]);
    printf("]%s\n", n < 0 ? strerror(errno) : "");
}

/* Types keys; what is echoed, and what one read gives. */
static void try_(const char *what, const char *keys)
{
    char buf[200];
    printf("%s\n", what);
    write(master, keys, strlen(keys));
    settle();
    int n = read(master, buf, sizeof buf);
    show("echo", buf, n);
    n = read(slave, buf, sizeof buf);
    show("read", buf, n);
    while (read(slave, buf, sizeof buf) > 0)
        ;
}

static void set(tcflag_t in_off, tcflag_t in_on, tcflag_t out_off, tcflag_t out_on, tcflag_t l_off, tcflag_t l_on)
{
    t = cooked;
    t.c_iflag = (t.c_iflag & ~in_off) | in_on;
    t.c_oflag = (t.c_oflag & ~out_off) | out_on;
    t.c_lflag = (t.c_lflag & ~l_off) | l_on;
    tcsetattr(slave, TCSANOW, &t);
}

static void out(const char *what, const char *text)
{
    char buf[200];
    write(slave, text, strlen(text));
    settle();
    int n = read(master, buf, sizeof buf);
    show(what, buf, n);
}

int main(void)
{
    master = posix_openpt(O_RDWR | O_NOCTTY);
    grantpt(master);
    unlockpt(master);
    slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    fcntl(master, F_SETFL, O_NONBLOCK);
    fcntl(slave, F_SETFL, O_NONBLOCK);
    tcgetattr(slave, &cooked);
    try_("control-V takes the next key literally", "a\026\003b\026\177\n");
    try_("a control character is shown as ^X and erased as two", "a\001\177b\n");
    try_("a tab is erased as a whole", "ab\tc\177\177d\n");
    try_("control-R shows the line again", "abc\022d\n");
    try_("erase on an empty line does nothing", "\177\025\027x\n");
    try_("a word is letters, digits and _", "one two_3  \027-\027x\n");
    try_("control-U", "abc\025d\n");
    try_("a null byte is input too", "a\026\001b\n");
    t = cooked;
    t.c_cc[VEOL] = ';';
    tcsetattr(slave, TCSANOW, &t);
    try_("VEOL ends a line and is read", "ab;cd\n");
    set(ICRNL, 0, 0, 0, 0, 0);
    try_("without ICRNL a carriage return is a character", "ab\rc\n");
    set(0, IGNCR, 0, 0, 0, 0);
    try_("IGNCR", "ab\rc\n");
    set(ICRNL, INLCR, 0, 0, ICANON, 0);
    try_("INLCR, raw", "ab\n");
    set(0, 0, 0, 0, ECHOE, 0);
    try_("without ECHOE", "ab\177c\n");
    set(0, 0, 0, 0, ECHOKE, 0);
    try_("without ECHOKE", "ab\025c\n");
    set(0, 0, 0, 0, ECHOKE | ECHOK, 0);
    try_("without ECHOK", "ab\025c\n");
    set(0, 0, 0, 0, ECHOCTL, 0);
    try_("without ECHOCTL", "a\026\001\n");
    set(0, 0, 0, 0, ECHO, ECHONL);
    try_("ECHONL without ECHO", "secret\n");
    set(0, 0, 0, 0, ISIG, 0);
    try_("without ISIG control-C is a character", "a\003\n");
    set(0, 0, 0, 0, IEXTEN, 0);
    try_("without IEXTEN there is no control-V and control-W", "a b\027\026\n");
    set(0, ISTRIP, 0, 0, 0, 0);
    try_("ISTRIP", "\341\342\n");
    puts("output");
    set(0, 0, 0, 0, 0, 0);
    out("ONLCR", "a\nb\tc\n");
    set(0, 0, ONLCR, 0, 0, 0);
    out("without ONLCR", "a\nb\n");
    set(0, 0, 0, OCRNL, 0, 0);
    out("OCRNL", "a\rb\n");
    set(0, 0, 0, ONOCR, 0, 0);
    out("ONOCR", "\ra\rb\n");
    set(0, 0, 0, XTABS, 0, 0);
    out("XTABS", "a\tbc\tdefghijk\tl\n");
    set(0, 0, OPOST, 0, 0, 0);
    out("without OPOST", "a\n\r\n");
    puts("flow");
    set(0, 0, 0, 0, 0, 0);
    write(master, "\023", 1);
    settle();
    char buf[100];
    int n = write(slave, "held", 4);
    show("write after control-S", "", n);
    write(master, "\021", 1);
    settle();
    out("after control-Q", "free");
    printf("tcflow off %d, ", tcflow(slave, TCOOFF));
    n = write(slave, "x", 1);
    printf("write %d, on %d, ", n, tcflow(slave, TCOON));
    out("then", "y");
    write(master, "typed\nahead", 11);
    settle();
    ioctl(slave, FIONREAD, &n);
    printf("FIONREAD %d, tcflush %d, ", n, tcflush(slave, TCIFLUSH));
    ioctl(slave, FIONREAD, &n);
    printf("FIONREAD %d\n", n);
    n = read(slave, buf, 10);
    printf("nothing is left: %d %s\n", n, strerror(errno));
    write(master, "more\n", 5);
    settle();
    t = cooked;
    printf("TCSAFLUSH %d, ", tcsetattr(slave, TCSAFLUSH, &t));
    n = read(slave, buf, 10);
    printf("read %d\n", n);
    return 0;
}
