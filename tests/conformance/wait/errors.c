// wait calls that fail: WAIT-01 to WAIT-05, WAIT-32.
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
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
    int status = 77;
    siginfo_t si;
    printf("WAIT-01 wait, no children: %s", res(wait(&status)));
    printf(", status untouched %d\n", status);
    printf("WAIT-01 waitpid(-1): %s\n", res(waitpid(-1, NULL, 0)));
    printf("WAIT-02 waitpid of the parent: %s\n", res(waitpid(getppid(), NULL, 0)));
    printf("WAIT-02 waitpid of itself: %s\n", res(waitpid(getpid(), NULL, 0)));
    printf("WAIT-03 bad options: %s\n", res(waitpid(-1, NULL, 0x100)));
    printf("WAIT-04 waitpid(INT_MIN): %s\n", res(waitpid(INT_MIN, NULL, 0)));
    printf("WAIT-05 WNOHANG: %s\n", res(waitpid(-1, NULL, WNOHANG)));
    printf("WAIT-32 waitid without a state to wait for: %s\n", res(waitid(P_ALL, 0, &si, WNOHANG)));
    printf("WAIT-32 waitid with WEXITED, no children: %s\n", res(waitid(P_ALL, 0, &si, WEXITED)));
    printf("WAIT-32 waitid with a bad kind of id: %s\n", res(waitid((idtype_t)9, 0, &si, WEXITED)));

    fflush(stdout);
    if (fork() == 0)
        _exit(3);
    printf("WAIT-01 a bad pointer: %s\n", res(wait((int *)1)));
    printf("WAIT-01 the child has been reaped nevertheless: %s\n", res(wait(&status)));
    return 0;
}
