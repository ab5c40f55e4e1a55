// The foreground group: TTY-15 to TTY-20.
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

static int tty, master, out[2];
static volatile int hung_up;

static void note(int sig)
{
    const char *s = sig == SIGINT ? " INT" : sig == SIGTSTP ? " TSTP" : sig == SIGHUP ? " HUP" : sig == SIGQUIT ? " QUIT" : " CONT";
    write(out[1], s, strlen(s));
    if (sig == SIGHUP)
        hung_up = 1;
}

static pid_t job(void (*f)(void))
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        f();
        _exit(0);
    }
    setpgid(pid, pid);
    return pid;
}

static void take_terminal(void)
{
    long r = tcsetpgrp(tty, getpgrp());
    write(out[1], res(r), strlen(res(r)));
}

static void take_quietly(void)
{
    signal(SIGTTOU, SIG_IGN);
    long r = tcsetpgrp(tty, getpgrp());
    write(out[1], res(r), strlen(res(r)));
}

static void until_hangup(void)
{
    while (!hung_up)
        usleep(10000);
    usleep(30000);
}

static void listen_(void)
{
    struct sigaction sa;
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = note;
    sa.sa_flags = SA_RESTART;
    sigfillset(&sa.sa_mask);
    static const int all[] = {SIGINT, SIGQUIT, SIGHUP, SIGCONT, SIGTSTP};
    for (int i = 0; i < 5; i++)
        sigaction(all[i], &sa, NULL);
    write(out[1], "ready", 5);
    until_hangup();
}

static void wait_stopped(void)
{
    struct sigaction sa;
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = note;
    sigfillset(&sa.sa_mask);
    sigaction(SIGHUP, &sa, NULL);
    sigaction(SIGCONT, &sa, NULL);
    raise(SIGSTOP);
    until_hangup();
}

static void collected(const char *what)
{
    char got[100];
    usleep(60000);
    fcntl(out[0], F_SETFL, O_NONBLOCK);
    int n = read(out[0], got, sizeof got);
    fcntl(out[0], F_SETFL, 0);
    printf("%s:%s%.*s\n", what, n > 0 && got[0] != ' ' ? " " : "", n > 0 ? n : 0, got);
}

static void reap(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static void session(const char *name)
{
    int status;
    pid_t pid, other;
    char word[5];
    setsid();
    tty = open(name, O_RDWR | O_NOCTTY);
    ioctl(tty, TIOCSCTTY, 0);

    pid = job(take_terminal);
    waitpid(pid, &status, WUNTRACED);
    printf("TTY-15 tcsetpgrp from the background: %s\n", WIFSTOPPED(status) ? strsignal(WSTOPSIG(status)) : "not stopped");
    reap(pid);
    pid = job(take_quietly);
    waitpid(pid, &status, WUNTRACED);
    collected("TTY-16 with SIGTTOU ignored it returns");
    signal(SIGTTOU, SIG_IGN);
    tcsetpgrp(tty, getpgrp());
    pid = fork();
    if (pid == 0)
        _exit(0);
    waitpid(pid, NULL, 0);
    printf("TTY-17 to a group that does not exist: %s\n", res(tcsetpgrp(tty, pid)));
    printf("TTY-17b to a group of another session: %s\n", res(tcsetpgrp(tty, getpgid(getppid()))));
    printf("TTY-17 negative: %s\n", res(tcsetpgrp(tty, -1)));

    other = job(listen_);
    read(out[0], word, 5);
    pid = job(listen_);
    read(out[0], word, 5);
    tcsetpgrp(tty, pid);
    printf("TTY-16 the leader has put a job in the foreground: %d\n", tcgetpgrp(tty) == pid);
    write(master, "\003", 1);
    collected("TTY-18 control-C reaches the foreground job only, once");
    write(master, "\034", 1);
    collected("TTY-18 control-backslash");
    write(master, "\032", 1);
    collected("TTY-19 control-Z");
    reap(pid);
    reap(other);
    tcsetpgrp(tty, getpgrp());

    pid = job(wait_stopped);
    waitpid(pid, &status, WUNTRACED);
    pid_t listener = job(listen_);
    read(out[0], word, 5);
    tcsetpgrp(tty, listener);
    fflush(stdout);
    _exit(0);
}

int main(void)
{
    pipe(out);
    master = posix_openpt(O_RDWR | O_NOCTTY);
    grantpt(master);
    unlockpt(master);
    char *name = ptsname(master), got[100];
    pid_t leader = fork();
    if (leader == 0)
        session(name);
    waitpid(leader, NULL, 0);
    usleep(80000);
    fcntl(out[0], F_SETFL, O_NONBLOCK);
    int n = read(out[0], got, sizeof got), hup = 0, cont = 0;
    for (int i = 0; i + 3 < n; i++) {
        hup += !memcmp(got + i, " HUP", 4);
        cont += !memcmp(got + i, " CON", 4);
    }
    printf("TTY-20 the leader has gone: the foreground job and the stopped, orphaned one got HUP %d, CONT %d\n", hup, cont);
    tty = open(name, O_RDWR | O_NOCTTY);
    printf("TTY-20 the terminal has no session any more: tcgetpgrp %s\n", res(tcgetpgrp(tty)));
    return 0;
}
