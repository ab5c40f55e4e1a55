// Zombies, and how not to have any: WAIT-16 to WAIT-19.
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
    int status;
    pid_t pid = fork();
    if (pid == 0)
        _exit(4);
    usleep(60000);
    printf("WAIT-16 kill(zombie, SIGKILL): %s\n", res(kill(pid, SIGKILL)));
    printf("WAIT-16 kill(zombie, 0): %s\n", res(kill(pid, 0)));
    printf("WAIT-16 its process group can be asked: %d\n", getpgid(pid) == getpgrp());
    waitpid(pid, &status, 0);
    printf("WAIT-16b status 0x%04x\n", status);
    printf("WAIT-17 after reaping, kill: %s\n", res(kill(pid, 0)));
    printf("WAIT-17 getpgid: %s\n", res(getpgid(pid)));

    signal(SIGCHLD, SIG_IGN);
    fflush(stdout);
    if ((pid = fork()) == 0)
        _exit(0);
    usleep(60000);
    printf("WAIT-18 SIGCHLD ignored, the child has gone: %s\n", res(kill(pid, 0)));
    int p[2];
    char c = '?';
    pipe(p);
    fflush(stdout);
    if (fork() == 0) {
        usleep(80000);
        write(p[1], "d", 1);
        _exit(0);
    }
    long r = wait(NULL);
    const char *why = res(r);
    long n = read(p[0], &c, 1);
    printf("WAIT-18 wait: %s, and the child had finished: %ld %c\n", why, n, c);

    struct sigaction sa = {.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT};
    sigaction(SIGCHLD, &sa, NULL);
    fflush(stdout);
    if ((pid = fork()) == 0)
        _exit(0);
    usleep(60000);
    printf("WAIT-19 SA_NOCLDWAIT, the child has gone: %s\n", res(kill(pid, 0)));
    if (fork() == 0) {
        usleep(60000);
        _exit(0);
    }
    printf("WAIT-19 wait: %s\n", res(wait(NULL)));

    signal(SIGCHLD, SIG_DFL);
    if ((pid = fork()) == 0)
        _exit(8);
    usleep(60000);
    signal(SIGCHLD, SIG_IGN);
    printf("WAIT-18 a zombie from before is still there: %s\n", res(kill(pid, 0)));
    printf("WAIT-18 and can be waited for: %d", waitpid(pid, &status, 0) == pid);
    printf(", status 0x%04x\n", status);
    return 0;
}
