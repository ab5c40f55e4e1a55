/* tee - copies standard input to standard output and to files. tee(1): -a -i */
#include <fcntl.h>
#include <signal.h>
#include "util.h"

static char buffer[8192];

int main(int argc, char **argv)
{
    int c, i, flags = O_WRONLY | O_CREAT | O_TRUNC;
    ssize_t n;
    while ((c = nextopt(argc, argv, "ai", "append=a ignore-interrupts=i",
                        "[OPTION]... [FILE]...\nCopy standard input to each FILE, and also to standard output.\n"))) {
        if (c == 'a')
            flags = O_WRONLY | O_CREAT | O_APPEND;
        else
            signal(SIGINT, SIG_IGN);
    }
    int *fds = xmalloc((noperands + 1) * sizeof *fds);
    fds[0] = 1;
    for (i = 0; i < noperands; i++) {
        fds[i + 1] = open(operands[i], flags, 0666);
        if (fds[i + 1] < 0)
            complain_errno("%s", quote(operands[i]));
    }
    while ((n = read(0, buffer, sizeof buffer)) > 0) {
        for (i = 0; i <= noperands; i++) {
            if (fds[i] >= 0 && write_all(fds[i], buffer, n) < 0) {
                complain_errno("%s", i ? quote(operands[i - 1]) : "'standard output'");
                fds[i] = -1;
            }
        }
    }
    if (n < 0)
        complain_errno("read error");
    return status;
}
