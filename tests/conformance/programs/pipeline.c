// What a shell does for `printf ... | sort | head -3 | tr a-z A-Z`.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char *const stage[][4] = {
    {"sort", NULL},
    {"head", "-n", "3", NULL},
    {"tr", "a-z", "A-Z", NULL},
};
enum { STAGES = sizeof stage / sizeof stage[0] };

int main(void)
{
    int in[2], status;
    pid_t pid[STAGES];

    pipe(in);
    int first = in[1], prev = in[0];
    for (int i = 0; i < STAGES; i++) {
        int next[2] = {-1, -1};
        if (i < STAGES - 1)
            pipe(next);
        if ((pid[i] = fork()) == 0) {
            close(first);
            dup2(prev, 0);
            close(prev);
            if (next[1] >= 0) {
                dup2(next[1], 1);
                close(next[0]);
                close(next[1]);
            }
            execvp(stage[i][0], stage[i]);
            perror(stage[i][0]);
            _exit(127);
        }
        close(prev);
        if (next[1] >= 0)
            close(next[1]);
        prev = next[0];
    }
    static const char text[] = "pear\napple\nfig\nbanana\ncherry\n";
    write(first, text, sizeof text - 1);
    close(first);
    for (int i = 0; i < STAGES; i++) {
        waitpid(pid[i], &status, 0);
        printf("%s: %d\n", stage[i][0], WEXITSTATUS(status));
    }
    return 0;
}
