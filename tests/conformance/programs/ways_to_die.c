// How processes end: exit, signals, aborts, faults, handlers at exit.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <unistd.h>
#include <assert.h>
#include <sys/wait.h>
#include <signal.h>
static int child(void (*f)(void))
{
    fflush(stdout);
    fflush(stderr);
    pid_t p = fork();
    if (!p) {
        close(2);
        f();
        exit(0);
    }
    int st;
    waitpid(p, &st, 0);
    if (WIFEXITED(st))
        printf("exit %d\n", WEXITSTATUS(st));
    else
        printf("signal %d (%s)%s\n", WTERMSIG(st), strsignal(WTERMSIG(st)), WCOREDUMP(st) ? "" : "");
    return st;
}

void a(void)
{
    assert(1 + 1 == 3);
}

void b(void)
{
    abort();
}

void c(void)
{
    int *p = NULL;
    *p = 1;
}

void d(void)
{
    exit(300);
}

void e(void)
{
    raise(SIGKILL);
}

void f(void)
{
    volatile int z = 0;
    z = 5 / z;
}  void h(void)
{
    alarm(1);
    for (;;);
}

void i_(void)
{
    char s[8];
    volatile int n = 3;
    memcpy(s, "abcdefg", 8);
    exit(n);
}

static int rec(int n)
{
    volatile char big[4096];
    big[0] = n;
    return rec(n + 1) + big[0];
}

void j(void)
{
    rec(0);
}

void k(void)
{
    perror("hello");
    errno = ENOENT;
    perror("file");
    errno = 0;
    perror(NULL);
    fprintf(stderr, "%s\n", strerror(9999));
}

static void bye(void)
{
    write(1, "bye\n", 4);
}

void l(void)
{
    atexit(bye);
    _exit(1);
}

void m(void)
{
    atexit(bye);
    quick_exit(2);
}   void p_(void)
{
    abort();
}  void r_(void)
{
    ((void (*)(void)) 0) ();
}

int main()
{
    void (*t[])(void) = { a, b, c, d, e, f, h, i_, j, k, l, m, p_, r_ };
    for (unsigned i = 0; i < sizeof t / sizeof *t; i++)
        child(t[i]);
    return 0;
}
