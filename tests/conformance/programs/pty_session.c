// Pseudo-terminals: echo, line editing, noecho, end of file, interrupt, raw mode.
#define _XOPEN_SOURCE 600
#define _GNU_SOURCE
#include <stdlib.h>
#include <stdio.h>
#include <fcntl.h>
#include <unistd.h>
#include <termios.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <string.h>
#include <signal.h>
#include <pty.h>
#include <errno.h>
int main(void)
{
    int m;
    pid_t p = forkpty(&m, NULL, NULL, &(struct winsize) {.ws_row = 24,.ws_col = 80 });
    if (p == 0) {
        char l[100];
        struct winsize w;
        ioctl(0, TIOCGWINSZ, &w);
        printf("tty %d size %dx%d\n", isatty(0), w.ws_row, w.ws_col);
        struct termios t;
        tcgetattr(0, &t);
        printf("echo %d icanon %d\n", !!(t.c_lflag & ECHO), !!(t.c_lflag & ICANON));
        while (fgets(l, 100, stdin)) {
            l[strcspn(l, "\n")] = 0;
            printf("got '%s'\n", l);
            if (!strcmp(l, "noecho")) {
                t.c_lflag &= ~ECHO;
                tcsetattr(0, TCSANOW, &t);
            }
        }
        printf("eof\n");
        exit(4);
    }
    char b[1000];
    size_t tot = 0;
    const char *in[] = { "hello\n", "typo\b\b\b\bfixed\n", "noecho\n", "secret\n", "kill this\025line\n", "\004" };
    for (int i = 0; i < 6; i++) {
        usleep(30000);
        write(m, in[i], strlen(in[i]));
    }
    ssize_t n;
    while ((n = read(m, b + tot, sizeof b - tot - 1)) > 0)
        tot += n;
    printf("read end: %s\n", n < 0 ? strerror(errno) : "eof");
    b[tot] = 0;
    for (char *c = b; *c; c++)
        if (*c == '\r')
            printf("\\r");
        else if (*c == '\b')
            printf("\\b");
        else
            putchar(*c);
    int st;
    waitpid(p, &st, 0);
    printf("exit %d\n", WEXITSTATUS(st));
    p = forkpty(&m, NULL, NULL, NULL);
    if (!p) {
        signal(SIGINT, SIG_DFL);
        pause();
        _exit(0);
    }
    usleep(20000);
    write(m, "\003", 1);
    waitpid(p, &st, 0);
    printf("signaled %d by %s\n", WIFSIGNALED(st), strsignal(WTERMSIG(st)));
    close(m);
    int a, c;
    char name[50];
    openpty(&a, &c, name, NULL, NULL);
    printf("%d %s\n", strncmp(name, "/dev/pts/", 9) == 0, strcmp(ttyname(c), name) == 0 ? "same" : "diff");
    struct termios raw;
    tcgetattr(c, &raw);
    cfmakeraw(&raw);
    tcsetattr(c, TCSAFLUSH, &raw);
    write(a, "x\003y", 3);
    n = read(c, b, 10);
    printf("%zd raw bytes %d\n", n, b[1]);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 1;
    tcsetattr(c, TCSANOW, &raw);
    printf("%zd\n", read(c, b, 10));
    return 0;
}
