// As script(1) does: runs a shell on a pseudo-terminal, types commands into it and keeps what appears on the screen.
#define _GNU_SOURCE
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

int main(void)
{
    struct winsize size = {7, 33, 0, 0};
    int master, status, n, total = 0;
    char log[4000];
    pid_t pid = forkpty(&master, NULL, NULL, &size);
    if (pid == 0) {
        setenv("PS1", "$ ", 1);
        execl("/bin/sh", "sh", "-c", "tty > /dev/null && echo on a terminal; stty size; cat; exit 3", (char *)NULL);
        _exit(127);
    }
    usleep(200000);
    write(master, "one\ntw", 6);
    usleep(50000);
    write(master, "x\177o\n\004", 5);
    while ((n = read(master, log + total, sizeof log - total)) > 0)
        total += n;
    waitpid(pid, &status, 0);
    for (int i = 0; i < total; i++)
        if (log[i] == '\r')
            fputs("\\r", stdout);
        else if (log[i] == '\b')
            fputs("\\b", stdout);
        else
            putchar(log[i]);
    printf("status %d\n", WEXITSTATUS(status));
    return 0;
}
