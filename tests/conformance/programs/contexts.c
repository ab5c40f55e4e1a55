// Two coroutines by makecontext and swapcontext, and a loop by setcontext.
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>
#define STK 65536
static ucontext_t mainc, a, b;
static int turns;
static void fa(void)
{
    for (int i = 0; i < 3; i++) {
        printf("A%d ", i);
        turns++;
        swapcontext(&a, &b);
    }
    puts("A ends");
}
static void fb(int x, int y)
{
    for (int i = 0; i < 3; i++) {
        printf("B%d(%d,%d)\n", i, x, y);
        turns++;
        swapcontext(&b, &a);
    }
    puts("B ends");
}
int main(void)
{
    getcontext(&a);
    a.uc_stack.ss_sp = malloc(STK);
    a.uc_stack.ss_size = STK;
    a.uc_link = &mainc;
    makecontext(&a, fa, 0);
    getcontext(&b);
    b.uc_stack.ss_sp = malloc(STK);
    b.uc_stack.ss_size = STK;
    b.uc_link = &a;
    makecontext(&b, (void (*)(void))fb, 2, 11, 22);
    swapcontext(&mainc, &a);
    printf("back, %d turns\n", turns);
    volatile int n = 0;
    ucontext_t u;
    getcontext(&u);
    n++;
    if (n < 4)
        setcontext(&u);
    printf("n %d\n", n);
    return 0;
}
