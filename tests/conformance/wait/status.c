// The status word: WAIT-06 to WAIT-15.
#include <errno.h>
#include <signal.h>
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
    int status = 0, p[2];
    char c;
    pid_t pid;

    pipe(p);
    if ((pid = fork()) == 0) {
        read(p[0], &c, 1);
        _exit(5);
    }
    printf("WAIT-06 WNOHANG, child running: %s\n", res(waitpid(pid, &status, WNOHANG)));
    write(p[1], "x", 1);
    printf("WAIT-07 exit(5): %d", waitpid(pid, &status, 0) == pid);
    printf(", status 0x%04x, WIFEXITED %d, WEXITSTATUS %d, WIFSIGNALED %d\n", status, WIFEXITED(status),
           WEXITSTATUS(status), WIFSIGNALED(status));
    printf("WAIT-08 again: %s\n", res(waitpid(pid, &status, 0)));

    fflush(stdout);
    if ((pid = fork()) == 0) {
        pause();
        _exit(0);
    }
    kill(pid, SIGTERM);
    waitpid(pid, &status, 0);
    printf("WAIT-09 killed by SIGTERM: status 0x%04x, WIFEXITED %d, WIFSIGNALED %d, WTERMSIG %d\n", status,
           WIFEXITED(status), WIFSIGNALED(status), WTERMSIG(status));
    fflush(stdout);

    if ((pid = fork()) == 0) {
        raise(SIGSTOP);
        read(p[0], &c, 1);
        raise(SIGSTOP);
        _exit(6);
    }
    printf("WAIT-10 WUNTRACED: %d", waitpid(pid, &status, WUNTRACED) == pid);
    printf(", status 0x%04x, WIFSTOPPED %d, WSTOPSIG %d\n", status, WIFSTOPPED(status), WSTOPSIG(status));
    printf("WAIT-11 the same stop again: %s\n", res(waitpid(pid, &status, WUNTRACED | WNOHANG)));
    kill(pid, SIGCONT);
    printf("WAIT-12 WCONTINUED: %d", waitpid(pid, &status, WCONTINUED) == pid);
    printf(", status 0x%04x, WIFCONTINUED %d, WIFSTOPPED %d\n", status, WIFCONTINUED(status), WIFSTOPPED(status));
    write(p[1], "x", 1);
    usleep(80000);
    printf("WAIT-14 stopped again, without WUNTRACED: %s\n", res(waitpid(pid, &status, WNOHANG)));
    kill(pid, SIGCONT);
    printf("WAIT-13 then the exit: %d", waitpid(pid, &status, 0) == pid);
    printf(", status 0x%04x\n", status);
    fflush(stdout);

    if ((pid = fork()) == 0) {
        raise(SIGSTOP);
        _exit(0);
    }
    waitpid(pid, &status, WUNTRACED);
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    printf("WAIT-15 SIGKILL to a stopped process: status 0x%04x\n", status);
    return 0;
}
