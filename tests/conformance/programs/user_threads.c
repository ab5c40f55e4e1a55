// A round-robin scheduler for threads in user space.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <ucontext.h>
#define MAXT 8
enum state { FREE, READY, RUNNING, DONE };
typedef struct tcb {
    int id;
    enum state st;
    ucontext_t ctx;
    char *stack;
    void (*fn)(void *);
    void *arg;
} tcb;
static tcb T[MAXT];
static int cur = -1;
static ucontext_t sched;
static void tramp(int i)
{
    T[i].fn(T[i].arg);
    T[i].st = DONE;
}
int spawn(void (*fn)(void *), void *arg)
{
    for (int i = 0; i < MAXT; i++)
        if (T[i].st == FREE) {
            T[i].id = i;
            T[i].fn = fn;
            T[i].arg = arg;
            T[i].stack = malloc(SIGSTKSZ * 4);
            getcontext(&T[i].ctx);
            T[i].ctx.uc_stack.ss_sp = T[i].stack;
            T[i].ctx.uc_stack.ss_size = SIGSTKSZ * 4;
            T[i].ctx.uc_stack.ss_flags = 0;
            T[i].ctx.uc_link = &sched;
            sigemptyset(&T[i].ctx.uc_sigmask);
            makecontext(&T[i].ctx, (void (*)())tramp, 1, i);
            T[i].st = READY;
            return i;
        }
    return -1;
}
void yield(void)
{
    int me = cur;
    T[me].st = READY;
    swapcontext(&T[me].ctx, &sched);
}
static void count(void *p)
{
    int n = *(int *)p;
    for (int i = 1; i <= n; i++) {
        printf("thread %d: %d of %d\n", cur, i, n);
        yield();
    }
}
static int fibr(int n)
{
    if (n < 2)
        return n;
    int a = fibr(n - 1);
    if (n == 5)
        yield();
    return a + fibr(n - 2);
}
static void fib(void *p)
{
    printf("fib(%ld) = %d\n", (long)p, fibr((long)p));
}
int main(void)
{
    int a = 3, b = 2, live;
    spawn(count, &a);
    spawn(count, &b);
    spawn(fib, (void *)10L);
    do {
        live = 0;
        for (int i = 0; i < MAXT; i++)
            if (T[i].st == READY) {
                live++;
                cur = i;
                T[i].st = RUNNING;
                swapcontext(&sched, &T[i].ctx);
            }
    } while (live);
    for (int i = 0; i < MAXT; i++)
        free(T[i].stack);
    puts("all done");
    return 0;
}
