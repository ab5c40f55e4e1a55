// setjmp and longjmp: values, out of nested calls, loops, locals kept in memory.
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static jmp_buf env, outer;
static sigjmp_buf senv;
static volatile int depth;

static void deep(int n)
{
    char frame[200];
    frame[0] = n;
    depth++;
    if (n == 0)
        longjmp(env, 42);
    deep(n - 1);
    depth -= frame[0];
}

#define TRY if ((code = setjmp(env)) == 0)
#define THROW(n) longjmp(env, n)

static int risky(int n)
{
    if (n % 3 == 0)
        THROW(n + 1);
    return n * 10;
}

static int protected(int n)
{
    int code;
    TRY {
        return risky(n);
    } else
        return -code;
}

static void handler(int sig)
{
    siglongjmp(senv, sig);
}

int main(void)
{
    volatile int kept = 1;
    int r = setjmp(env);
    printf("setjmp gave %d, kept %d\n", r, kept);
    if (r == 0) {
        kept = 2;
        longjmp(env, 7);
    }
    if (setjmp(env) == 0)
        deep(10);
    printf("back, depth %d\n", depth);
    r = setjmp(env);
    if (r == 0)
        longjmp(env, 0);
    printf("longjmp of 0 gives %d\n", r);
    for (int i = 1; i < 8; i++)
        printf("%d ", protected(i));
    printf("\n");

    volatile int tries = 0;
    switch (setjmp(outer)) {
    case 0:
        printf("first\n");
    case 1:
        if (++tries < 3)
            longjmp(outer, tries);
        break;
    case 2:
        printf("second\n");
        longjmp(outer, 3);
    default:
        printf("other\n");
    }
    printf("tries %d\n", tries);

    sigset_t set;
    signal(SIGUSR1, handler);
    for (volatile int i = 0; i < 3; i++) {
        int sig = sigsetjmp(senv, 1);
        if (sig == 0)
            raise(SIGUSR1);
        sigprocmask(SIG_BLOCK, NULL, &set);
        printf("signal %d, blocked after it %d\n", sig, sigismember(&set, SIGUSR1));
    }
    if (sigsetjmp(senv, 0) == 0)
        raise(SIGUSR1);
    sigprocmask(SIG_BLOCK, NULL, &set);
    printf("without saving the mask, blocked after it %d\n", sigismember(&set, SIGUSR1));
    return 0;
}
