// What SA_SIGINFO tells: SIG-26 to SIG-29.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile siginfo_t got;
static volatile int context_given;

static void action(int sig, siginfo_t *info, void *context)
{
    got = *info;
    context_given = context != NULL;
}

static const char *code(int c)
{
    return c == SI_USER      ? "SI_USER"
           : c == SI_TKILL   ? "SI_TKILL"
           : c == SI_QUEUE   ? "SI_QUEUE"
           : c == SI_KERNEL  ? "SI_KERNEL"
           : c == CLD_EXITED ? "CLD_EXITED"
           : c == CLD_KILLED ? "CLD_KILLED"
                             : "?";
}

int main(void)
{
    struct sigaction sa;
    union sigval v;
    int status;
    memset(&sa, 0, sizeof sa);
    sa.sa_sigaction = action;
    sa.sa_flags = SA_SIGINFO;
    sigaction(SIGUSR1, &sa, NULL);
    sigaction(SIGCHLD, &sa, NULL);
    sigaction(SIGALRM, &sa, NULL);

    kill(getpid(), SIGUSR1);
    printf("SIG-26 kill: signo %d, %s, errno %d, pid mine %d, uid mine %d, context %d\n", got.si_signo, code(got.si_code),
           got.si_errno, got.si_pid == getpid(), got.si_uid == getuid(), context_given);
    raise(SIGUSR1);
    printf("SIG-27 raise: %s, pid mine %d\n", code(got.si_code), got.si_pid == getpid());
    v.sival_int = 4711;
    sigqueue(getpid(), SIGUSR1, v);
    printf("SIG-28 sigqueue: %s, value %d, pid mine %d\n", code(got.si_code), got.si_value.sival_int,
           got.si_pid == getpid());
    v.sival_ptr = &v;
    sigqueue(getpid(), SIGUSR1, v);
    printf("SIG-28 sigqueue of a pointer: %d\n", got.si_value.sival_ptr == &v);

    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        _exit(42);
    while (waitpid(pid, &status, 0) == -1)
        ;
    printf("SIG-29 SIGCHLD: signo %d, %s, status %d, pid the child's %d, uid mine %d\n", got.si_signo, code(got.si_code),
           got.si_status, got.si_pid == pid, got.si_uid == getuid());
    if ((pid = fork()) == 0) {
        pause();
        _exit(0);
    }
    kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) == -1)
        ;
    printf("SIG-29 after a SIGKILL: %s, status %d\n", code(got.si_code), got.si_status);
    alarm(1);
    pause();
    printf("SIG-26 alarm: signo %d, %s\n", got.si_signo, code(got.si_code));
    return 0;
}
