// Stopping and continuing: SIG-47 to SIG-50.
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

static volatile int usr1, cont;

static void handler(int sig)
{
    if (sig == SIGCONT)
        cont++;
    else
        usr1++;
}

static int pending(int sig)
{
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, sig);
}

static void stop_and_go(const char *what, void (*prepare)(void))
{
    int status;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        prepare();
        raise(SIGSTOP);
        _exit(usr1 * 16 + cont);
    }
    waitpid(pid, &status, WUNTRACED);
    int stopped = WIFSTOPPED(status);
    kill(pid, SIGUSR1);
    kill(pid, SIGUSR1);
    usleep(50000);
    int meanwhile = waitpid(pid, &status, WNOHANG);
    kill(pid, SIGCONT);
    waitpid(pid, &status, 0);
    printf("%s: stopped %d, SIGUSR1 twice meanwhile: %d, after SIGCONT: ran USR1 %d CONT %d\n", what, stopped, meanwhile,
           WEXITSTATUS(status) >> 4, WEXITSTATUS(status) & 15);
}

static void nothing(void)
{
}

static void catch_cont(void)
{
    signal(SIGCONT, handler);
}

static void ignore_cont(void)
{
    signal(SIGCONT, SIG_IGN);
}

static void block_cont(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCONT);
    sigprocmask(SIG_BLOCK, &set, NULL);
}

int main(void)
{
    sigset_t set;
    int status;
    signal(SIGUSR1, handler);
    stop_and_go("SIG-50 SIGCONT default", nothing);
    stop_and_go("SIG-50b SIGCONT caught", catch_cont);
    stop_and_go("SIG-49 SIGCONT ignored", ignore_cont);
    stop_and_go("SIG-48 SIGCONT blocked", block_cont);

    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    sigaddset(&set, SIGTTIN);
    sigaddset(&set, SIGCONT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGTSTP);
    raise(SIGTTIN);
    printf("SIG-47 blocked stop signals pending: TSTP %d TTIN %d\n", pending(SIGTSTP), pending(SIGTTIN));
    raise(SIGCONT);
    printf("SIG-47 after SIGCONT was sent: TSTP %d TTIN %d CONT %d\n", pending(SIGTSTP), pending(SIGTTIN),
           pending(SIGCONT));
    raise(SIGTSTP);
    printf("SIG-48 after SIGTSTP was sent: TSTP %d CONT %d\n", pending(SIGTSTP), pending(SIGCONT));
    raise(SIGCONT);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    printf("SIG-47 nothing stops when they are unblocked\n");

    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGTERM, SIG_IGN);
        raise(SIGSTOP);
        _exit(3);
    }
    waitpid(pid, &status, WUNTRACED);
    kill(pid, SIGTERM);
    kill(pid, SIGCONT);
    waitpid(pid, &status, 0);
    printf("SIG-50 an ignored SIGTERM while stopped: exit status %d\n", WEXITSTATUS(status));
    fflush(stdout);
    if ((pid = fork()) == 0) {
        raise(SIGSTOP);
        _exit(3);
    }
    waitpid(pid, &status, WUNTRACED);
    kill(pid, SIGTERM);
    usleep(50000);
    printf("SIG-50 SIGTERM to a stopped process, not dead yet: %s\n", res(waitpid(pid, &status, WNOHANG)));
    kill(pid, SIGCONT);
    waitpid(pid, &status, 0);
    printf("SIG-50b SIGCONT, dead by SIGTERM: %d\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    return 0;
}
