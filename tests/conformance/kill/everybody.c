// conformance: root
// kill(-1): every process that may be signalled, in any session, but not the caller: KILL-09.
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

static volatile int ran;

static void handler(int sig)
{
    ran++;
}

static int p[2];

/* A process of the given user in its own group or session; its exit status says how often it was signalled. */
static pid_t start(int uid, int session)
{
    char c;
    pid_t pid = fork();
    if (pid == 0) {
        if (session)
            setsid();
        else
            setpgid(0, 0);
        setresuid(uid, uid, uid);
        write(p[1], "r", 1);
        usleep(150000);
        _exit(ran);
    }
    read(p[0], &c, 1);
    return pid;
}

int main(void)
{
    int status;
    static const char *const names[] = {"same user, own group", "same user, own session", "another user"};
    setvbuf(stdout, NULL, _IONBF, 0);
    pipe(p);
    signal(SIGUSR1, handler);
    pid_t kids[3] = {start(54322, 0), start(54322, 1), start(54323, 0)};

    pid_t sender = fork();
    if (sender == 0) {
        setresuid(54322, 54322, 54322);
        printf("KILL-09 kill(-1): %s\n", res(kill(-1, SIGUSR1)));
        printf("KILL-09 the caller itself was signalled: %d\n", ran);
        _exit(0);
    }
    waitpid(sender, NULL, 0);
    for (int i = 0; i < 3; i++) {
        waitpid(kids[i], &status, 0);
        printf("KILL-09 %s: signalled %d, killed %d\n", names[i], WEXITSTATUS(status), WIFSIGNALED(status));
    }
    if (fork() == 0) {
        setresuid(54324, 54324, 54324);
        printf("KILL-09 with nobody to signal: %s\n", res(kill(-1, SIGUSR1)));
        _exit(0);
    }
    wait(NULL);
    return 0;
}
