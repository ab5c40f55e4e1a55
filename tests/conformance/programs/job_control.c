// Job control in a terminal: foreground and background, stops, continues, interrupts, reads and writes from the background.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <signal.h>
#include <termios.h>
#include <sys/wait.h>
#include <pty.h>
#include <errno.h>
static pid_t launch(int fg, void (*fn)(void))
{
    pid_t p = fork();
    if (p == 0) {
        setpgid(0, 0);
        if (fg)
            tcsetpgrp(0, getpid());
        signal(SIGINT, SIG_DFL);
        signal(SIGTSTP, SIG_DFL);
        signal(SIGTTOU, SIG_DFL);
        signal(SIGTTIN, SIG_DFL);
        fn();
        exit(0);
    }
    setpgid(p, p);
    if (fg)
        tcsetpgrp(0, p);
    return p;
}

static void spin(void)
{
    for (;;)
        pause();
}

static void reader(void)
{
    char b[10];
    ssize_t n = read(0, b, 10);
    printf("reader %zd\n", n);
    fflush(stdout);
}

static void writer(void)
{
    struct termios t;
    tcgetattr(1, &t);
    t.c_lflag |= TOSTOP;
    tcsetattr(1, TCSANOW, &t);
    printf("writer\n");
    fflush(stdout);
}

static void report(const char *w, pid_t p)
{
    int st;
    if (waitpid(p, &st, WUNTRACED | WCONTINUED) != p) {
        printf("%s: %s\n", w, strerror(errno));
        return;
    }
    if (WIFSTOPPED(st))
        printf("%s: stopped by %s\n", w, strsignal(WSTOPSIG(st)));
    else if (WIFCONTINUED(st))
        printf("%s: continued\n", w);
    else if (WIFSIGNALED(st))
        printf("%s: killed by %s\n", w, strsignal(WTERMSIG(st)));
    else
        printf("%s: exit %d\n", w, WEXITSTATUS(st));
    fflush(stdout);
}

static void shell(void)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    signal(SIGTTIN, SIG_IGN);
    setpgid(0, 0);
    tcsetpgrp(0, getpid());
    struct termios t;
    tcgetattr(0, &t);
    t.c_lflag &= ~ECHO;
    t.c_oflag &= ~OPOST;
    tcsetattr(0, TCSANOW, &t);
    printf("fg is me %d\n", tcgetpgrp(0) == getpgrp());
    fflush(stdout);
    pid_t p = launch(1, spin);
    printf("R\n");
    fflush(stdout);
    report("ctrl-z", p);
    tcsetpgrp(0, getpgrp());
    kill(-p, SIGCONT);
    report("bg", p);
    tcsetpgrp(0, p);
    printf("R\n");
    fflush(stdout);
    report("ctrl-c", p);
    tcsetpgrp(0, getpgrp());
    p = launch(0, reader);
    report("background read", p);
    tcsetpgrp(0, p);
    kill(-p, SIGCONT);
    report("cont", p);
    printf("R\n");
    fflush(stdout);
    report("reader", p);
    tcsetpgrp(0, getpgrp());
    p = launch(0, writer);
    report("tostop", p);
    kill(-p, SIGKILL);
    report("kill", p);
    p = launch(1, spin);
    printf("R\n");
    fflush(stdout);
    report("ctrl-\\", p);
    tcsetpgrp(0, getpgrp());
    printf("done\n");
    fflush(stdout);
    exit(0);
}

static void until_ready(int m)
{
    char c, prev = 0;
    while (read(m, &c, 1) == 1) {
        if (c == '\n' && prev == 'R')
            return;
        if (prev)
            putchar(prev);
        prev = c;
        if (c == '\n') {
            putchar('\n');
            prev = 0;
        }
    }
}

int main(void)
{
    int m;
    pid_t p = forkpty(&m, 0, 0, 0);
    if (!p)
        shell();
    const char *keys[] = { "\032", "\003", "line\n", "\034" };
    for (int i = 0; i < 4; i++) {
        until_ready(m);
        usleep(30000);
        write(m, keys[i], strlen(keys[i]));
    } char b[500];
    ssize_t n;
    while ((n = read(m, b, sizeof b)) > 0)
        fwrite(b, 1, n, stdout);
    int st;
    waitpid(p, &st, 0);
    printf("shell %d\n", st);
    return 0;
}
