/* Packet mode of pseudo-terminals (TIOCPKT): each read of the master begins with a byte that says what happened. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
static int m, s;
static void get(const char *what)
{
    struct pollfd p = {m, POLLIN | POLLPRI, 0};
    unsigned char b[100];
    poll(&p, 1, 200);
    printf("%s: poll %#x", what, p.revents);
    ssize_t n = read(m, b, sizeof b);
    if (n < 0) { printf(" %s\n", strerrorname_np(errno)); return; }
    printf(" %zd bytes, first %d:", n, b[0]);
    for (int i = 1; i < n; i++) printf(b[i] < 32 ? " %d" : " %c", b[i]);
    puts("");
}
int main(void)
{
    int v = 9;
    struct termios t;
    m = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    grantpt(m); unlockpt(m);
    s = open(ptsname(m), O_RDWR | O_NOCTTY);
    printf("%d", ioctl(m, TIOCGPKT, &v)); printf(" %d\n", v);
    write(s, "a", 1); usleep(20000);
    get("no packets");
    v = 1;
    printf("%d\n", ioctl(m, TIOCPKT, &v));
    printf("%d", ioctl(m, TIOCGPKT, &v)); printf(" %d\n", v);
    printf("%d", ioctl(s, TIOCPKT, &v)); printf(" %s\n", strerrorname_np(errno));
    get("nothing");
    write(s, "hello\n", 6); usleep(20000);
    get("data");
    get("nothing more");
    write(m, "x\n", 2); usleep(20000);
    get("echo");
    tcflow(s, TCOOFF); get("stopped");
    tcflow(s, TCOON); get("started");
    tcflow(s, TCOOFF); tcflow(s, TCOON); get("both");
    tcflush(s, TCIFLUSH); get("input flushed");
    tcflush(s, TCOFLUSH); get("output flushed");
    tcflush(s, TCIOFLUSH); get("both flushed");
    tcgetattr(s, &t);
    t.c_iflag &= ~IXON; tcsetattr(s, TCSANOW, &t); get("no flow control");
    t.c_iflag |= IXON; tcsetattr(s, TCSANOW, &t); get("flow control");
    t.c_cc[VSTOP] = 1; tcsetattr(s, TCSANOW, &t); get("another key");
    t.c_cc[VSTOP] = 19; tcsetattr(s, TCSANOW, &t); get("the key");
    t.c_lflag &= ~ECHO; tcsetattr(s, TCSANOW, &t); get("no echo");
    write(m, "\023", 1); usleep(20000); get("Ctrl+S");
    write(m, "\021", 1); usleep(20000); get("Ctrl+Q");
    write(s, "abc", 3); usleep(20000);
    unsigned char b[3] = "";
    printf("%zd", read(m, b, 1)); printf(" %d\n", b[0]);
    printf("%zd", read(m, b, 2)); printf(" %d %c\n", b[0], b[1]);
    tcflow(s, TCOOFF); tcflow(s, TCOON);
    get("status before data");
    get("data after status");
    write(m, "\003", 1); usleep(20000); get("Ctrl+C");
    t.c_lflag |= NOFLSH; tcsetattr(s, TCSANOW, &t); get("settings");
    write(m, "\003", 1); usleep(20000); get("Ctrl+C without flush");
    v = 0;
    ioctl(m, TIOCPKT, &v);
    tcflow(s, TCOOFF); tcflow(s, TCOON);
    write(s, "b", 1); usleep(20000); get("off");
    v = 1; ioctl(m, TIOCPKT, &v); get("on again");
    close(s);
    get("closed");
    return 0;
}
