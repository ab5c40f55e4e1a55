// waitid: WAIT-30, WAIT-31, WAIT-33.
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

static const char *code(int c)
{
    switch (c) {
    case CLD_EXITED:
        return "CLD_EXITED";
    case CLD_KILLED:
        return "CLD_KILLED";
    case CLD_DUMPED:
        return "CLD_DUMPED";
    case CLD_STOPPED:
        return "CLD_STOPPED";
    case CLD_CONTINUED:
        return "CLD_CONTINUED";
    }
    return "?";
}

static void show(const char *id, pid_t pid, int options)
{
    siginfo_t si;
    memset(&si, 0, sizeof si);
    int r = waitid(P_PID, pid, &si, options);
    printf("%s: %s, signo is SIGCHLD %d, %s, status %d, pid of the child %d, uid mine %d\n", id, res(r),
           si.si_signo == SIGCHLD, code(si.si_code), si.si_status, si.si_pid == pid, si.si_uid == getuid());
}

int main(void)
{
    siginfo_t si;
    pid_t pid;
    int p[2];
    char c;
    pipe(p);
    if ((pid = fork()) == 0) {
        raise(SIGSTOP);
        read(p[0], &c, 1);
        _exit(42);
    }
    show("WAIT-30 stop", pid, WSTOPPED);
    memset(&si, 0x55, sizeof si);
    int r = waitid(P_PID, pid, &si, WEXITED | WNOHANG);
    printf("WAIT-33 WNOHANG, nothing ready: %s, si_pid %d, si_signo %d\n", res(r), si.si_pid, si.si_signo);
    kill(pid, SIGCONT);
    show("WAIT-30 continuation", pid, WCONTINUED);
    write(p[1], "x", 1);
    show("WAIT-31 exit, WNOWAIT", pid, WEXITED | WNOWAIT);
    show("WAIT-31 again", pid, WEXITED | WNOWAIT);
    show("WAIT-30 exit", pid, WEXITED);
    r = waitid(P_PID, pid, &si, WEXITED);
    printf("WAIT-30 reaped: %s\n", res(r));
    fflush(stdout);

    if ((pid = fork()) == 0) {
        for (;;)
            pause();
    }
    kill(pid, SIGTERM);
    show("WAIT-30 death by SIGTERM", pid, WEXITED);

    fflush(stdout);
    if ((pid = fork()) == 0) {
        setpgid(0, 0);
        _exit(1);
    }
    setpgid(pid, pid);
    r = waitid(P_PGID, pid, NULL, WEXITED);
    printf("WAIT-30 by process group, no siginfo wanted: %s\n", res(r));
    return 0;
}
