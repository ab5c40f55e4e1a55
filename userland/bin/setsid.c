/* setsid - runs a program in a session of its own. setsid(1): -c -f -w */
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include "util.h"

int main(int argc, char **argv)
{
    int c, control = 0, fork_always = 0, wait_for = 0, st, err;
    pid_t pid;
    trouble = 1;
    while ((c = nextopt(argc, argv, "+cfw", "ctty=c fork=f wait=w", "[options] <program> [arguments ...]\nRun a program in a new session.\n"))) {
        control |= c == 'c';
        fork_always |= c == 'f';
        wait_for |= c == 'w';
    }
    if (!noperands) {
        fputs("setsid: no command specified\nTry 'setsid --help' for more information.\n", stderr);
        return 1;
    }
    if (fork_always || getpgrp() == getpid()) {
        pid = fork();
        if (pid < 0)
            die_errno(1, "fork");
        if (pid) {
            if (!wait_for)
                return 0;
            if (waitpid(pid, &st, 0) < 0)
                die_errno(1, "wait");
            return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
        }
    }
    if (setsid() < 0)
        die_errno(1, "setsid failed");
    if (control && ioctl(0, TIOCSCTTY, 1))
        die_errno(1, "failed to set the controlling terminal");
    execvp(operands[0], operands);
    err = errno;
    complain_errno("failed to execute %s", operands[0]);
    return err == ENOENT ? 127 : 126;
}
