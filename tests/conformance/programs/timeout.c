// Runs commands with a time limit: alarm in the parent, SIGKILL for those that take too long.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t job;
static volatile int expired;

static void on_alarm(int sig)
{
    expired = 1;
    kill(job, SIGKILL);
}

static void run(int ms, char *const argv[])
{
    struct itimerval it = {{0, 0}, {ms / 1000, ms % 1000 * 1000}}, off = {{0, 0}, {0, 0}};
    int status;
    expired = 0;
    if ((job = fork()) == 0) {
        execvp(argv[0], argv);
        _exit(127);
    }
    setitimer(ITIMER_REAL, &it, NULL);
    while (waitpid(job, &status, 0) == -1 && errno == EINTR)
        ;
    setitimer(ITIMER_REAL, &off, NULL);
    printf("%s %s: ", argv[0], argv[1] ? argv[1] : "");
    if (expired)
        printf("timed out, killed by signal %d\n", WTERMSIG(status));
    else if (WIFEXITED(status))
        printf("status %d\n", WEXITSTATUS(status));
    else
        printf("died of signal %d\n", WTERMSIG(status));
}

int main(void)
{
    struct sigaction sa = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &sa, NULL);
    run(2000, (char *[]){"true", NULL});
    run(2000, (char *[]){"false", NULL});
    run(100, (char *[]){"sleep", "30", NULL});
    run(2000, (char *[]){"sh", "-c", "exit 7", NULL});
    run(2000, (char *[]){"sh", "-c", "kill -TERM $$", NULL});
    run(2000, (char *[]){"no-such-command", NULL});
    return 0;
}
