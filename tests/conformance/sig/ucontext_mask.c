// What a handler leaves in the uc_sigmask of its third argument is the mask after it.
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

static int usr2;

static void count(int sig) { usr2++; }

static void change(int sig, siginfo_t *info, void *context)
{
    ucontext_t *uc = context;
    sigaddset(&uc->uc_sigmask, SIGUSR2);
    sigaddset(&uc->uc_sigmask, SIGKILL);
    sigaddset(&uc->uc_sigmask, SIGSTOP);
    sigdelset(&uc->uc_sigmask, SIGTERM);
}

static void unblock(int sig, siginfo_t *info, void *context)
{
    raise(SIGUSR2);
    printf("in the handler: %d\n", usr2);
    sigdelset(&((ucontext_t *)context)->uc_sigmask, SIGUSR2);
}

static void show(const char *when)
{
    sigset_t now;
    sigprocmask(SIG_BLOCK, NULL, &now);
    printf("%s: USR1 %d USR2 %d TERM %d KILL %d STOP %d\n", when, sigismember(&now, SIGUSR1), sigismember(&now, SIGUSR2),
           sigismember(&now, SIGTERM), sigismember(&now, SIGKILL), sigismember(&now, SIGSTOP));
}

static void *thread(void *arg)
{
    raise(SIGUSR1);
    show("thread");
    return NULL;
}

int main(void)
{
    struct sigaction action = {.sa_sigaction = change, .sa_flags = SA_SIGINFO};
    sigset_t set;
    sigaction(SIGUSR1, &action, NULL);
    signal(SIGUSR2, count);
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);

    pthread_t other;
    pthread_create(&other, NULL, thread, NULL);
    pthread_join(other, NULL);
    show("main before");
    raise(SIGUSR1);
    show("main after");

    // Blocked by now: what the handler lets through comes on its return.
    action.sa_sigaction = unblock;
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    printf("after it: %d\n", usr2);
    show("unblocked");

    // From sigsuspend: the mask there is the one before the call.
    action.sa_sigaction = change;
    sigaction(SIGUSR1, &action, NULL);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_SETMASK, &set, NULL);
    raise(SIGUSR1);
    sigemptyset(&set);
    sigsuspend(&set);
    show("sigsuspend");

    // On another stack.
    stack_t stack = {.ss_size = 65536};
    stack.ss_sp = mmap(NULL, stack.ss_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    sigaltstack(&stack, NULL);
    action.sa_flags |= SA_ONSTACK;
    sigaction(SIGUSR1, &action, NULL);
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_SETMASK, &set, NULL);
    raise(SIGUSR1);
    show("other stack");
    return 0;
}
