// Getting and giving up a controlling terminal: open, O_NOCTTY, TIOCSCTTY, TIOCNOTTY, /dev/tty, tcgetsid.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

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

static int open_pair(char *name)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    grantpt(master);
    unlockpt(master);
    strcpy(name, ptsname(master));
    return master;
}

static int has_tty(void)
{
    int fd = open("/dev/tty", O_RDWR);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static void session(void (*f)(const char *), const char *what)
{
    char name[64];
    int master = open_pair(name);
    printf("%s\n", what);
    fflush(stdout);
    if (fork() == 0) {
        setsid();
        signal(SIGHUP, SIG_IGN);
        f(name);
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    close(master);
}

static void by_open(const char *name)
{
    printf("  before: /dev/tty %d\n", has_tty());
    int fd = open(name, O_RDWR | O_NOCTTY);
    printf("  after open with O_NOCTTY: %d, tcgetsid %s\n", has_tty(), res(tcgetsid(fd)));
    int second = open(name, O_WRONLY);
    printf("  after open for writing only: %d\n", has_tty());
    int third = open(name, O_RDWR);
    printf("  after open: %d, tcgetsid is ours %d, foreground is ours %d\n", has_tty(), tcgetsid(third) == getsid(0), tcgetpgrp(fd) == getpgrp());
    char other[64];
    int master = open_pair(other);
    fd = open(other, O_RDWR);
    printf("  a second terminal does not become it: tcgetsid %s\n", res(tcgetsid(fd)));
    printf("  TIOCSCTTY with one already: %s\n", res(ioctl(fd, TIOCSCTTY, 0)));
    printf("  TIOCNOTTY on the other: %s\n", res(ioctl(fd, TIOCNOTTY)));
    printf("  TIOCSCTTY on our own again: %s\n", res(ioctl(third, TIOCSCTTY, 0)));
    printf("  TIOCNOTTY: %s", res(ioctl(third, TIOCNOTTY)));
    printf(", /dev/tty %d, tcgetpgrp %s\n", has_tty(), res(tcgetpgrp(third)));
    printf("  then the other may: %s, /dev/tty %d\n", res(ioctl(fd, TIOCSCTTY, 0)), has_tty());
    close(master);
    close(second);
}

static void by_child(const char *name)
{
    int fd = open(name, O_RDWR);
    int status;
    fflush(stdout);
    if (fork() == 0) {
        printf("  a child inherits it: %d\n", has_tty());
        printf("  it cannot set one: %s\n", res(ioctl(fd, TIOCSCTTY, 0)));
        printf("  it gives it up for itself: %s, %d\n", res(ioctl(fd, TIOCNOTTY)), has_tty());
        fflush(stdout);
        _exit(0);
    }
    wait(&status);
    printf("  the leader still has it: %d\n", has_tty());
    fflush(stdout);
    if (fork() == 0) {
        printf("  setsid in a child: %d", setsid() == getpid());
        printf(", /dev/tty %d\n", has_tty());
        printf("  TIOCSCTTY of another session's terminal: %s\n", res(ioctl(fd, TIOCSCTTY, 0)));
        fd = open(name, O_RDWR);
        printf("  opening it: %d, /dev/tty %d\n", fd >= 0, has_tty());
        printf("  tcsetpgrp there: %s, tcgetpgrp %s\n", res(tcsetpgrp(fd, getpgrp())), res(tcgetpgrp(fd)));
        fflush(stdout);
        _exit(0);
    }
    wait(&status);
    struct stat a, b;
    int dev = open("/dev/tty", O_RDWR);
    fstat(dev, &a);
    fstat(fd, &b);
    printf("  /dev/tty is a device of its own: rdev %lx, the terminal's major is %lu\n", (long)a.st_rdev, (unsigned long)b.st_rdev >> 8 & 0xfff);
    printf("  ttyname of the terminal: %d\n", !strcmp(ttyname(fd), name));
}

int main(void)
{
    session(by_open, "a session leader opens terminals");
    session(by_child, "children of the leader");
    char name[64];
    int master = open_pair(name);
    printf("master: tcgetpgrp %s, tcgetsid %s\n", res(tcgetpgrp(master)), res(tcgetsid(master)));
    int off = 1, n = -1;
    printf("locked again: %s", res(ioctl(master, TIOCSPTLCK, &off)));
    printf(", open %s\n", res(open(name, O_RDWR | O_NOCTTY)));
    printf("seek %s\n", res(lseek(master, 0, SEEK_SET)));
    printf("not a terminal's request: %s\n", res(ioctl(master, 0x12345, &n)));
    return 0;
}
