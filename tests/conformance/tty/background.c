// Reading and writing the terminal from the background: TTY-10 to TTY-14.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
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

static int tty;

/* A job in a background group that does f; what becomes of it. */
static void background(const char *what, void (*prepare)(void), long (*f)(void))
{
    int status, p[2];
    char text[80] = "";
    pipe(p);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        if (prepare)
            prepare();
        const char *r = res(f());
        write(p[1], r, strlen(r));
        _exit(0);
    }
    setpgid(pid, pid);
    waitpid(pid, &status, WUNTRACED);
    if (WIFSTOPPED(status)) {
        printf("%s: %s\n", what, strsignal(WSTOPSIG(status)));
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    } else {
        read(p[0], text, sizeof text - 1);
        printf("%s: returns %s\n", what, text);
    }
    close(p[0]);
    close(p[1]);
}

static void ignore_ttin(void)
{
    signal(SIGTTIN, SIG_IGN);
}

static void ignore_ttou(void)
{
    signal(SIGTTOU, SIG_IGN);
}

static void block_ttin(void)
{
    sigset_t s;
    sigemptyset(&s);
    sigaddset(&s, SIGTTIN);
    sigprocmask(SIG_BLOCK, &s, NULL);
}

static long do_read(void)
{
    char c;
    return read(tty, &c, 1);
}

static long do_write(void)
{
    return write(tty, "x", 1);
}

static long do_setattr(void)
{
    struct termios t;
    tcgetattr(tty, &t);
    return tcsetattr(tty, TCSANOW, &t);
}

int main(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    grantpt(master);
    unlockpt(master);
    char *name = ptsname(master);
    if (fork() == 0) {
        setsid();
        tty = open(name, O_RDWR | O_NOCTTY);
        printf("TTY-10 before TIOCSCTTY, tcgetpgrp: %s\n", res(tcgetpgrp(tty)));
        printf("TTY-10 TIOCSCTTY: %s", res(ioctl(tty, TIOCSCTTY, 0)));
        printf(", the leader's group is in the foreground %d, isatty %d\n", tcgetpgrp(tty) == getpgrp(), isatty(tty));
        int dev = open("/dev/tty", O_RDWR);
        printf("TTY-10 /dev/tty can be opened: %d, the same foreground group %d\n", dev >= 0, tcgetpgrp(dev) == getpgrp());
        background("TTY-11 read", NULL, do_read);
        background("TTY-12 read, SIGTTIN ignored", ignore_ttin, do_read);
        background("TTY-12 read, SIGTTIN blocked", block_ttin, do_read);
        background("TTY-13 write", NULL, do_write);
        struct termios t;
        tcgetattr(tty, &t);
        t.c_lflag |= TOSTOP;
        tcsetattr(tty, TCSANOW, &t);
        background("TTY-14 write with TOSTOP", NULL, do_write);
        background("TTY-14 write with TOSTOP, SIGTTOU ignored", ignore_ttou, do_write);
        background("TTY-14 tcsetattr", NULL, do_setattr);
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    return 0;
}
