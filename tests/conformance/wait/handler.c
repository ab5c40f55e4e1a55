/* A parent that sleeps in waitpid has a handler for SIGCHLD without SA_RESTART: the wait finds the child, it is not
   interrupted by the signal that tells of it. Another child's end, for which it does not wait, does interrupt it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t calls;

static void on_child(int sig)
{
    (void)sig;
    calls++;
}

static pid_t sleeper(unsigned ms, int status)
{
    pid_t pid = fork();
    if (pid == 0) {
        usleep(ms * 1000);
        _exit(status);
    }
    return pid;
}

static void report(const char *what, pid_t got, pid_t expected, int status)
{
    if (got == -1)
        printf("%s: %s, handler ran %d times\n", what, strerror(errno), (int)calls);
    else
        printf("%s: %s, status %d, handler ran %d times\n", what, got == expected ? "the child" : "another",
               WEXITSTATUS(status), (int)calls);
}

int main(void)
{
    struct sigaction action = { .sa_handler = on_child };
    int status = 0;
    pid_t got;
    sigaction(SIGCHLD, &action, NULL);

    pid_t child = sleeper(50, 3);
    got = waitpid(-1, &status, 0);
    report("waitpid(-1)", got, child, status);

    child = sleeper(50, 4);
    got = waitpid(child, &status, 0);
    report("waitpid(pid)", got, child, status);

    pid_t other = sleeper(50, 5);
    child = sleeper(250, 6);
    got = waitpid(child, &status, 0);
    report("waitpid of another child", got, child, status);
    got = waitpid(child, &status, 0);
    report("waitpid again", got, child, status);
    got = waitpid(other, &status, 0);
    report("waitpid of the other", got, other, status);

    child = fork();
    if (child == 0) {
        usleep(50000);
        raise(SIGSTOP);
        usleep(150000);
        _exit(8);
    }
    got = waitpid(child, &status, WUNTRACED);
    printf("waitpid of a stop: %s, stopped %d, handler ran %d times\n", got == child ? "the child" : "not the child",
           WIFSTOPPED(status), (int)calls);
    /* Another process lets it go on, while the parent sleeps. */
    other = fork();
    if (other == 0) {
        usleep(100000);
        kill(child, SIGCONT);
        usleep(400000);
        _exit(9);
    }
    got = waitpid(child, &status, 0);
    report("waitpid while it goes on", got, child, status);
    got = waitpid(child, &status, 0);
    report("waitpid until it ends", got, child, status);
    got = waitpid(other, &status, 0);
    report("waitpid of who let it go on", got, other, status);

    siginfo_t info;
    memset(&info, 0, sizeof info);
    child = sleeper(50, 7);
    int result = waitid(P_ALL, 0, &info, WEXITED);
    printf("waitid: %d, the child: %d, status %d, handler ran %d times\n", result, info.si_pid == child, info.si_status,
           (int)calls);
    return 0;
}
