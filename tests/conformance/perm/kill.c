// conformance: root
// Who may signal whom: PERM-01 to PERM-10.
#define _GNU_SOURCE
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

struct ids {
    int real, effective, saved;
};

static void ignore(int sig)
{
}

/* Runs a target and a sender with the given user ids and shows what the sender's kill returns. */
static void try(const char *what, struct ids t, struct ids s, int sig, int new_session, int queue)
{
    int p[2];
    char c;
    union sigval v = {0};
    pipe(p);
    fflush(stdout);
    pid_t target = fork();
    if (target == 0) {
        signal(SIGUSR1, ignore);
        if (new_session)
            setsid();
        setresuid(t.real, t.effective, t.saved);
        write(p[1], "r", 1);
        for (;;)
            pause();
    }
    read(p[0], &c, 1);
    pid_t sender = fork();
    if (sender == 0) {
        setresuid(s.real, s.effective, s.saved);
        printf("%s: %s\n", what, res(queue ? sigqueue(target, sig, v) : kill(target, sig)));
        fflush(stdout);
        _exit(0);
    }
    waitpid(sender, NULL, 0);
    kill(target, SIGKILL);
    waitpid(target, NULL, 0);
    close(p[0]);
    close(p[1]);
}

int main(void)
{
    struct ids a = {1001, 1001, 1001}, b = {1002, 1002, 1002};
    try("PERM-01 another user, SIGUSR1", a, b, SIGUSR1, 0, 0);
    try("PERM-01 another user, signal 0", a, b, 0, 0, 0);
    try("PERM-01 another user, SIGKILL", a, b, SIGKILL, 0, 0);
    try("PERM-01 root's process", (struct ids){0, 0, 0}, b, SIGUSR1, 0, 0);
    try("PERM-02 SIGCONT, same session", a, b, SIGCONT, 0, 0);
    try("PERM-03 SIGCONT, another session", a, b, SIGCONT, 1, 0);
    try("PERM-04 the same user", a, a, SIGUSR1, 0, 0);
    try("PERM-04 root to another user", a, (struct ids){0, 0, 0}, SIGUSR1, 0, 0);
    try("PERM-05 sender's real uid is the target's, effective differs", a, (struct ids){1001, 1002, 1002}, SIGUSR1, 0, 0);
    try("PERM-06 sender's effective uid is the target's real uid", a, (struct ids){1002, 1001, 1002}, SIGUSR1, 0, 0);
    try("PERM-06 sender's saved uid does not count", a, (struct ids){1002, 1002, 1001}, SIGUSR1, 0, 0);
    try("PERM-07 only the target's effective uid is the sender's", (struct ids){1001, 1002, 1001}, b, SIGUSR1, 0, 0);
    try("PERM-08 the target's saved uid is the sender's", (struct ids){1001, 1001, 1002}, b, SIGUSR1, 0, 0);
    try("PERM-10 sigqueue, another user", a, b, SIGUSR1, 0, 1);
    try("PERM-10 sigqueue, the same user", a, a, SIGUSR1, 0, 1);

    /* A group of two: a foreign process and the sender itself. */
    int p[2];
    char c;
    pipe(p);
    fflush(stdout);
    pid_t foreign = fork();
    if (foreign == 0) {
        setpgid(0, 0);
        setresuid(1001, 1001, 1001);
        write(p[1], "r", 1);
        for (;;)
            pause();
    }
    read(p[0], &c, 1);
    if (fork() == 0) {
        signal(SIGUSR1, ignore);
        setresuid(1002, 1002, 1002);
        printf("PERM-09 kill of a group with only a foreign process: %s\n", res(kill(-foreign, SIGUSR1)));
        setpgid(0, foreign);
        printf("PERM-09 kill of a group with it and oneself: %s\n", res(kill(-foreign, SIGUSR1)));
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    printf("PERM-09 the foreign process is still alive: %s\n", res(waitpid(foreign, NULL, WNOHANG)));
    kill(foreign, SIGKILL);
    wait(NULL);
    return 0;
}
