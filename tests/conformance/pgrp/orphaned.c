// A stopped process whose group becomes orphaned gets SIGHUP, then SIGCONT: PGRP-14.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int out[2];

static void handler(int sig)
{
    write(out[1], sig == SIGHUP ? " HUP" : " CONT", sig == SIGHUP ? 4 : 5);
}

/* A session with a parent and its child in a group of its own; the parent goes. What the child then sees. */
static void run(const char *what, int catch_, int stop)
{
    int p[2];
    char got[100], c;
    pipe(out);
    fflush(stdout);
    if (fork() == 0) {
        setsid();
        pipe(p);
        pid_t parent = fork();
        if (parent == 0) {
            pid_t child = fork();
            if (child == 0) {
                struct sigaction sa;
                memset(&sa, 0, sizeof sa);
                sa.sa_handler = handler;
                sigfillset(&sa.sa_mask);
                if (catch_) {
                    sigaction(SIGHUP, &sa, NULL);
                    sigaction(SIGCONT, &sa, NULL);
                }
                setpgid(0, 0);
                write(p[1], "r", 1);
                if (stop)
                    raise(SIGSTOP);
                else
                    usleep(100000);
                write(out[1], " end", 4);
                _exit(0);
            }
            read(p[0], &c, 1);
            if (stop)
                waitpid(child, NULL, WUNTRACED);
            _exit(0);
        }
        waitpid(parent, NULL, 0);
        _exit(0);
    }
    close(out[1]);
    int n = 0, r;
    while ((r = read(out[0], got + n, sizeof got - n)) > 0)
        n += r;
    close(out[0]);
    wait(NULL);
    printf("PGRP-14 %s:%.*s\n", what, n, got);
}

int main(void)
{
    run("stopped, both caught", 1, 1);
    run("stopped, default actions (SIGHUP kills)", 0, 1);
    run("not stopped, both caught", 1, 0);
    return 0;
}
