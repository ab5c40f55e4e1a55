// Line editing, end of file and echo: what a program reads in canonical and in raw mode.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

static int master, slave;

static void type(const char *s)
{
    write(master, s, strlen(s));
    usleep(30000);
}

static void show(const char *what, const char *s, int n)
{
    printf("%s: %d [", what, n);
    for (int i = 0; i < n; i++)
        if (s[i] >= ' ' && s[i] < 127)
            putchar(s[i]);
        else
            printf("\\%03o", (unsigned char)s[i]);
    printf("]\n");
}

static void reading(const char *what, int max)
{
    char buf[200];
    int n = read(slave, buf, max);
    if (n < 0)
        printf("%s: %s\n", what, res(n));
    else
        show(what, buf, n);
}

static void echoed(const char *what)
{
    char buf[200];
    int n = read(master, buf, sizeof buf);
    show(what, buf, n < 0 ? 0 : n);
}

int main(void)
{
    struct termios t;
    int waiting = -1;
    master = posix_openpt(O_RDWR | O_NOCTTY);
    grantpt(master);
    unlockpt(master);
    slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    fcntl(master, F_SETFL, O_NONBLOCK);
    fcntl(slave, F_SETFL, O_NONBLOCK);
    tcgetattr(slave, &t);
    printf("defaults: ICANON %d ECHO %d ISIG %d ICRNL %d ONLCR %d OPOST %d, VINTR %d VEOF %d VERASE %d VSUSP %d\n",
           !!(t.c_lflag & ICANON), !!(t.c_lflag & ECHO), !!(t.c_lflag & ISIG), !!(t.c_iflag & ICRNL), !!(t.c_oflag & ONLCR),
           !!(t.c_oflag & OPOST), t.c_cc[VINTR], t.c_cc[VEOF], t.c_cc[VERASE], t.c_cc[VSUSP]);
    type("half a li");
    reading("no line yet", 100);
    type("ne\r");
    echoed("echo");
    reading("a line", 100);
    type("abcX\177d\r");
    echoed("echo of an erased character");
    reading("erased", 100);
    type("forget this\025kept\r");
    reading("line killed", 100);
    type("some words here\027gone\r");
    reading("word erased", 100);
    type("one\rtwo\r");
    reading("a line at a time", 100);
    reading("the next", 100);
    type("longer line\r");
    reading("in pieces", 4);
    reading("rest", 100);
    type("\004");
    reading("control-D on an empty line", 100);
    type("partial\004");
    reading("control-D after text", 100);
    echoed("echo so far has been read");
    while (read(master, (char[100]){0}, 100) > 0)
        ;
    write(slave, "out\n", 4);
    echoed("output, newline becomes");
    ioctl(slave, FIONREAD, &waiting);
    printf("FIONREAD %d\n", waiting);
    t.c_lflag &= ~(ICANON | ECHO | ISIG);
    t.c_cc[VMIN] = 1;
    t.c_cc[VTIME] = 0;
    printf("tcsetattr %s\n", res(tcsetattr(slave, TCSANOW, &t)));
    type("a\003\177\004z");
    reading("raw", 100);
    echoed("no echo");
    cfmakeraw(&t);
    tcsetattr(slave, TCSANOW, &t);
    type("cr\r");
    reading("cfmakeraw leaves the carriage return", 100);
    write(slave, "out\n", 4);
    echoed("and the newline");
    struct winsize w = {24, 80, 0, 0}, got = {0};
    printf("TIOCSWINSZ %s", res(ioctl(master, TIOCSWINSZ, &w)));
    ioctl(slave, TIOCGWINSZ, &got);
    printf(", the slave sees %d x %d\n", got.ws_row, got.ws_col);
    close(slave);
    printf("slave closed, reading the master: %s\n", res(read(master, (char[10]){0}, 10)));
    return 0;
}
