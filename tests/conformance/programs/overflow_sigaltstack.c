// A stack overflow caught on another stack.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <string.h>
static void h(int s, siginfo_t *i, void *c)
{
    char b[64];
    int n = snprintf(b, 64, "overflow caught: %s code %d\n", strsignal(s), i->si_code);
    write(1, b, n);
    _exit(0);
}
static int rec(volatile char *p)
{
    volatile char b[1000];
    b[0] = *p;
    return rec(b) + b[0];
}
int main(void)
{
    stack_t ss = {.ss_sp = malloc(SIGSTKSZ), .ss_size = SIGSTKSZ};
    if (sigaltstack(&ss, NULL) < 0) {
        perror("sigaltstack");
        exit(1);
    }
    struct sigaction sa;
    memset(&sa, 0, sizeof sa);
    sa.sa_sigaction = h;
    sa.sa_flags = SA_ONSTACK | SA_SIGINFO;
    sigaction(SIGSEGV, &sa, 0);
    char c = 0;
    return rec(&c);
}
