// A window that changes its size: SIGWINCH reaches the foreground group, once for each change.
#define _GNU_SOURCE
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int changes;

static void on_change(int sig)
{
    (void)sig;
    changes++;
}

int main(void)
{
    struct winsize size = {24, 80, 0, 0};
    int master, p[2], step[2];
    char buf[200];
    pipe(p);
    pipe(step);
    pid_t pid = forkpty(&master, NULL, NULL, &size);
    if (pid == 0) {
        struct winsize now;
        signal(SIGWINCH, on_change);
        ioctl(0, TIOCGWINSZ, &now);
        dprintf(p[1], "at first %d x %d\n", now.ws_row, now.ws_col);
        for (int seen = 0; seen <= 2; seen++) {
            while (changes < seen)
                usleep(10000);
            write(step[1], "", 1);
        }
        ioctl(0, TIOCGWINSZ, &now);
        dprintf(p[1], "%d changes, now %d x %d\n", changes, now.ws_row, now.ws_col);
        _exit(0);
    }
    close(p[1]);
    read(step[0], buf, 1);
    size.ws_row = 30;
    ioctl(master, TIOCSWINSZ, &size);
    read(step[0], buf, 1);
    ioctl(master, TIOCSWINSZ, &size);
    usleep(50000);
    size.ws_col = 100;
    ioctl(master, TIOCSWINSZ, &size);
    waitpid(pid, NULL, 0);
    int n = read(p[0], buf, sizeof buf);
    fwrite(buf, 1, n, stdout);
    return 0;
}
