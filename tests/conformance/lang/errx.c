// err, errx, warn, warnx: the message after the program's name, and the exit status.
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(const char *what, int which)
{
    int p[2], status;
    char text[300];
    pipe(p);
    fflush(stdout);
    if (fork() == 0) {
        dup2(p[1], 2);
        close(p[0]);
        errno = ENOENT;
        if (which == 0)
            warn("cannot open %s", "x");
        if (which == 1)
            warnx("%d files", 3);
        if (which == 2)
            err(4, "fatal");
        if (which == 3)
            errx(5, "no errno");
        if (which == 4)
            warn(NULL);
        if (which == 5)
            err(6, NULL);
        _exit(0);
    }
    close(p[1]);
    int n = 0, r;
    while ((r = read(p[0], text + n, sizeof text - 1 - n)) > 0)
        n += r;
    text[n] = 0;
    wait(&status);
    char *colon = strchr(text, ':');
    printf("%s: status %d, text%s", what, WEXITSTATUS(status), colon ? colon : "?\n");
}

int main(void)
{
    run("warn", 0);
    run("warnx", 1);
    run("err", 2);
    run("errx", 3);
    run("warn without a format", 4);
    run("err without a format", 5);
    return 0;
}
