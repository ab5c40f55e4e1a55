/* A tour of the signals of the lecture.
 * Watch: what the kernel sends by itself (SIGCHLD, SIGALRM, SIGSEGV), what stops and continues a process, and the three
 * ways to take a signal: by default, ignored, by a handler; SIGKILL knows only one. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t got_child, got_alarm, got_user;

static void handler(int sig)
{
    if (sig == SIGCHLD) got_child++;
    if (sig == SIGALRM) got_alarm++;
    if (sig == SIGUSR1) got_user++;
}

static void show(const char *what, pid_t pid, int options)
{
    int status;
    waitpid(pid, &status, options);
    if (WIFEXITED(status)) printf("%s: exited with %d\n", what, WEXITSTATUS(status));
    if (WIFSIGNALED(status)) printf("%s: killed by signal %d (%s)\n", what, WTERMSIG(status), strsignal(WTERMSIG(status)));
    if (WIFSTOPPED(status)) printf("%s: stopped by signal %d\n", what, WSTOPSIG(status));
    if (WIFCONTINUED(status)) printf("%s: continued\n", what);
}

int main(void)
{
    struct sigaction sa;
    pid_t pid;

    memset(&sa, 0, sizeof sa);
    sa.sa_handler = handler;
    sigaction(SIGALRM, &sa, NULL);
    sigaction(SIGUSR1, &sa, NULL);

    alarm(1);
    pause();
    printf("SIGALRM: the handler ran %d time, pause returned: %s\n", got_alarm, strerror(errno));

    raise(SIGUSR1);
    raise(SIGUSR1);
    printf("SIGUSR1: the handler ran %d times\n", got_user);

    signal(SIGUSR1, SIG_IGN);
    raise(SIGUSR1);
    printf("SIGUSR1 ignored: still %d\n", got_user);

    signal(SIGKILL, SIG_IGN);
    printf("SIGKILL cannot be ignored: %s\n", strerror(errno));
    fflush(stdout);

    if ((pid = fork()) == 0) {
        int *nowhere = NULL;
        *nowhere = 1;
        _exit(0);
    }
    show("a bad access", pid, 0);
    fflush(stdout);

    if ((pid = fork()) == 0) {
        for (;;)
            pause();
    }
    kill(pid, SIGSTOP);
    show("SIGSTOP", pid, WUNTRACED);
    kill(pid, SIGCONT);
    show("SIGCONT", pid, WCONTINUED);
    kill(pid, SIGTERM);
    show("SIGTERM, by default", pid, 0);
    fflush(stdout);

    sigaction(SIGCHLD, &sa, NULL);
    if ((pid = fork()) == 0)
        _exit(7);
    while (!got_child)
        sleep(1);
    printf("SIGCHLD: a child has ended and is a zombie until we wait\n");
    show("the child", pid, 0);
    return 0;
}
