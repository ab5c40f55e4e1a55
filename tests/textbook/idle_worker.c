#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>
/* worker pool over pipes, fixed-size small records < PIPE_BUF; stats as exit status */
struct job { int id, n; }; struct res { int id; long v; };
int main(void) {
    int jp[2], rp[2];
    if (pipe(jp) < 0 || pipe(rp) < 0) { perror("pipe"); exit(1); }
    for (int w = 0; w < 3; w++) {
        pid_t p = fork();
        if (p < 0) { perror("fork"); exit(1); }
        if (p == 0) {
            close(jp[1]); close(rp[0]);
            struct job j; int done = 0;
            while (read(jp[0], &j, sizeof j) == sizeof j) {
                long v = 0; for (int i = 1; i <= j.n; i++) v += i;
                struct res r = { j.id, v };
                if (write(rp[1], &r, sizeof r) != sizeof r) _exit(255);
                done++;
            }
            _exit(done);
        }
    }
    close(jp[0]); close(rp[1]);
    for (int i = 0; i < 12; i++) { struct job j = { i, i * 10 }; if (write(jp[1], &j, sizeof j) != sizeof j) { perror("write"); exit(1); } }
    close(jp[1]);
    long tot = 0; struct res r; ssize_t n;
    while ((n = read(rp[0], &r, sizeof r)) > 0) { if (n != sizeof r) { fprintf(stderr, "short\n"); exit(1); } tot += r.v; }
    close(rp[0]);
    int st, jobs = 0; while (wait(&st) > 0) if (WIFEXITED(st)) jobs += WEXITSTATUS(st);
    printf("%ld %d\n", tot, jobs);
    return 0;
}
