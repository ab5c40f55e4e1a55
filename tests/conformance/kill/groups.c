// Signals to process groups: KILL-05, KILL-06.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int ran;

static void handler(int sig)
{
    ran++;
}

/* Children in the caller's group (2) and in another one (2); each exits with the number of times that its handler ran. */
static pid_t kids[4];

static void start(pid_t *other)
{
    int p[2];
    char c;
    pipe(p);
    for (int i = 0; i < 4; i++) {
        if ((kids[i] = fork()) == 0) {
            if (i >= 2)
                setpgid(0, i == 2 ? 0 : kids[2]);
            write(p[1], "r", 1);
            for (int n = 0; n < 20 && !ran; n++)
                usleep(10000);
            usleep(20000);
            _exit(ran);
        }
        read(p[0], &c, 1);
    }
    *other = kids[2];
    close(p[0]);
    close(p[1]);
}

static void finish(const char *what)
{
    int status;
    printf("%s:", what);
    for (int i = 0; i < 4; i++) {
        waitpid(kids[i], &status, 0);
        printf(" %s %d", i < 2 ? "mine" : "other", WEXITSTATUS(status));
    }
    printf(", caller %d\n", ran);
    fflush(stdout);
    ran = 0;
}

int main(void)
{
    pid_t other;
    setpgid(0, 0);
    signal(SIGUSR1, handler);

    start(&other);
    int r = kill(0, SIGUSR1);
    printf("KILL-05 kill(0) returns %d\n", r);
    finish("KILL-05 handlers ran");

    start(&other);
    r = kill(-other, SIGUSR1);
    printf("KILL-06 kill(-group) returns %d\n", r);
    finish("KILL-06b handlers ran");

    start(&other);
    r = killpg(other, SIGUSR1);
    printf("KILL-06 killpg returns %d\n", r);
    finish("KILL-06b handlers ran");

    start(&other);
    r = kill(other, SIGUSR1);
    printf("KILL-06 kill of the leader alone returns %d\n", r);
    finish("KILL-06b handlers ran");
    return 0;
}
