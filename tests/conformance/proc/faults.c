// Faults kill: PROC-27, PROC-28.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int zero = 0, seven = 7, sink;
static const int constant = 5;

static void null_write(void)
{
    volatile int *p = NULL;
    *p = 1;
}

static void null_read(void)
{
    volatile char *p = NULL;
    sink = *p;
}

static void wild_read(void)
{
    volatile long *p = (volatile long *)0x123456789000;
    sink = *p;
}

static void const_write(void)
{
    volatile int *p = (volatile int *)&constant;
    *p = 6;
}

static void null_call(void)
{
    void (*volatile f)(void) = NULL;
    f();
}

static void divide(void)
{
    sink = seven / zero;
}

static void modulo(void)
{
    sink = seven % zero;
}

static int endless(volatile int depth)
{
    volatile char frame[1000];
    frame[0] = depth;
    return endless(depth + 1) + frame[0];
}

static void recursion(void)
{
    sink = endless(0);
}

static void try(const char *what, void (*f)(void))
{
    int status;
    fflush(stdout);
    if (fork() == 0) {
        f();
        _exit(0);
    }
    wait(&status);
    printf("%s: exited %d, signal %d (%s)\n", what, WIFEXITED(status), WTERMSIG(status),
           WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "none");
}

int main(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    try("PROC-27 write to NULL", null_write);
    try("PROC-27 read from NULL", null_read);
    try("PROC-27 read from a wild address", wild_read);
    try("PROC-27 write to a constant", const_write);
    try("PROC-27 call of NULL", null_call);
    try("PROC-27 endless recursion", recursion);
    try("PROC-28 division by zero", divide);
    try("PROC-28 remainder by zero", modulo);
    return 0;
}
