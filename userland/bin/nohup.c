/* nohup - runs a program that hang-ups do not end; output to a terminal goes to nohup.out. nohup(1) */
#include <fcntl.h>
#include <signal.h>
#include "util.h"

int main(int argc, char **argv)
{
    int in, out, err, code;
    trouble = 125;
    while (nextopt(argc, argv, "+", NULL, "COMMAND [ARG]...\nRun COMMAND, ignoring hangup signals.\n"))
        ;
    if (!noperands) {
        complain("missing operand");
        try_help();
    }
    in = isatty(0);
    out = isatty(1);
    err = isatty(2);
    if (in) {
        int fd = open("/dev/null", O_WRONLY);
        if (fd < 0 || dup2(fd, 0) < 0)
            die_errno(125, "failed to render standard input unusable");
        close(fd);
        if (!out && !err)
            complain("ignoring input");
    }
    if (out) {
        int fd = open("nohup.out", O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (fd < 0)
            die_errno(125, "failed to open 'nohup.out'");
        complain(in ? "ignoring input and appending output to 'nohup.out'" : "appending output to 'nohup.out'");
        dup2(fd, 1);
        close(fd);
    }
    if (err) {
        if (!out)
            complain(in ? "ignoring input and redirecting stderr to stdout" : "redirecting stderr to stdout");
        dup2(1, 2);
    }
    signal(SIGHUP, SIG_IGN);
    execvp(operands[0], operands);
    code = errno == ENOENT ? 127 : 126;
    complain_errno("failed to run command %s", quote_always(operands[0]));
    return code;
}
