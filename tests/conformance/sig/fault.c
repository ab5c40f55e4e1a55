// Faults whose signal is caught, ignored or blocked: SIG-51; abort: SIG-52, SIG-53.
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int zero;
static volatile int *volatile nowhere;
static sigjmp_buf back;

static void jump(int sig)
{
    siglongjmp(back, sig);
}

static void leave(int sig)
{
    _exit(sig);
}

static void plain(int sig)
{
    write(1, " (handler)", 10);
}

static void try(const char *what, int sig, void (*h)(int), int blocked, int how)
{
    int status;
    printf("%s:", what);
    fflush(stdout);
    if (fork() == 0) {
        sigset_t set;
        signal(sig, h);
        sigemptyset(&set);
        sigaddset(&set, sig);
        if (blocked)
            sigprocmask(SIG_BLOCK, &set, NULL);
        if (how == 'a')
            abort();
        else if (how == 'd')
            zero = 7 / zero;
        else
            *nowhere = 1;
        _exit(0);
    }
    wait(&status);
    if (WIFEXITED(status))
        printf(" exit status %d\n", WEXITSTATUS(status));
    else
        printf(" killed by %s\n", strsignal(WTERMSIG(status)));
}

int main(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    try("SIG-51 SIGSEGV caught, the handler exits with its number", SIGSEGV, leave, 0, 's');
    try("SIG-51 SIGSEGV ignored", SIGSEGV, SIG_IGN, 0, 's');
    try("SIG-51 SIGSEGV caught but blocked", SIGSEGV, leave, 1, 's');
    try("SIG-51 SIGFPE caught, the handler exits with its number", SIGFPE, leave, 0, 'd');
    try("SIG-51 SIGFPE ignored", SIGFPE, SIG_IGN, 0, 'd');
    try("SIG-51 SIGFPE blocked", SIGFPE, SIG_DFL, 1, 'd');
    try("SIG-52 abort, SIGABRT ignored", SIGABRT, SIG_IGN, 0, 'a');
    try("SIG-52 abort, SIGABRT blocked", SIGABRT, SIG_DFL, 1, 'a');
    try("SIG-53 abort, SIGABRT caught, the handler returns", SIGABRT, plain, 0, 'a');
    try("SIG-53 abort, the handler exits", SIGABRT, leave, 0, 'a');

    signal(SIGSEGV, jump);
    int sig = sigsetjmp(back, 1);
    if (sig == 0)
        *nowhere = 1;
    printf("SIG-51 out of the handler by siglongjmp: %d\n", sig);
    signal(SIGFPE, jump);
    sig = sigsetjmp(back, 1);
    if (sig == 0)
        zero = 7 / zero;
    printf("SIG-51 and from SIGFPE: %d\n", sig);
    sig = sigsetjmp(back, 1);
    if (sig == 0)
        *nowhere = 1;
    printf("SIG-51 the mask was restored, so that it works twice: %d\n", sig);
    return 0;
}
