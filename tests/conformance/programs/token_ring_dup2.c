// conformance: args=5 3
// A token goes round processes whose standard input and output are joined by pipes.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>
/* token ring of n processes over pipes, connected by dup2 on stdin/stdout */
int main(int argc, char *argv[])
{
    int i, n = argc > 1 ? atoi(argv[1]) : 4, rounds = argc > 2 ? atoi(argv[2]) : 2, fd[2], id, tok;
    pid_t pid = 0;
    if (pipe(fd) == -1 || dup2(fd[0], 0) == -1)
        return 1;
    int save = dup(1);
    dup2(fd[1], 1);
    close(fd[0]);
    close(fd[1]);
    for (i = 1; i < n; i++) {
        if (pipe(fd) == -1) {
            fprintf(stderr, "pipe\n");
            return 1;
        }
        if ((pid = fork()) > 0)
            dup2(fd[1], 1);
        else
            dup2(fd[0], 0);
        close(fd[0]);
        close(fd[1]);
        if (pid)
            break;
    }
    id = i;
    if (id == 1) {
        tok = 0;
        write(1, &tok, sizeof tok);
    }
    for (int r = 0; r < rounds; r++) {
        read(0, &tok, sizeof tok);
        dprintf(save, "process %d of %d: token %d\n", id, n, tok);
        tok++;
        if (!(id == 1 && r == rounds - 1))
            write(1, &tok, sizeof tok);
    }
    wait(NULL);
    return 0;
}
