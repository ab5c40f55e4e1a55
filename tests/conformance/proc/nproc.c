// conformance: root
// fork beyond RLIMIT_NPROC: PROC-26.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

int main(void)
{
    struct rlimit lim = {4, 4};
    int p[2];
    char c;
    pipe(p);
    setgid(54321);
    printf("PROC-26 setuid: %s\n", res(setuid(54321)));
    printf("PROC-26 setrlimit(RLIMIT_NPROC, 4): %s\n", res(setrlimit(RLIMIT_NPROC, &lim)));
    fflush(stdout);
    int made = 0;
    pid_t pid;
    while ((pid = fork()) > 0)
        made++;
    if (pid == 0) {
        close(p[1]);
        read(p[0], &c, 1);
        _exit(0);
    }
    printf("PROC-26 fork succeeded %d times, then: %s\n", made, res(pid));
    close(p[1]);
    wait(NULL);
    pid = fork();
    if (pid == 0)
        _exit(0);
    printf("PROC-26 after one has been waited for it works again: %d\n", pid > 0);
    while (wait(NULL) > 0)
        ;
    return 0;
}
